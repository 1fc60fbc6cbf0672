package story

import "context"

// SendAsBefore stores a story as the program did when codes had seven words, and returns its receipt.
func (s *Service) SendAsBefore(ctx context.Context, in Submission) (Receipt, error) {
	return s.send(ctx, in, codeOfOld)
}

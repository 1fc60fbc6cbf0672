package story

import "context"

// SendAsBefore stores a story as the program did when codes had seven words, and returns its receipt.
func (s *Service) SendAsBefore(ctx context.Context, in Submission) (Receipt, error) {
	in, document, err := s.judge(in)
	if err != nil {
		return Receipt{}, err
	}
	secret, err := s.Store.StorySecret(ctx)
	if err != nil {
		return Receipt{}, err
	}
	code := codeOfOld(secret, in.Key)
	n := New{Key: digest(secret, "key", in.Key), Code: digest(secret, "code", code), Story: s.newStory(in, document)}
	n.Entry.At, n.Entry.Actor, n.Entry.Act = s.Clock().UTC(), Reader, "story.receive"
	number, _, err := s.Store.AddStory(ctx, n)
	return Receipt{Number: number, Code: code}, err
}

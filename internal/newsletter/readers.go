package newsletter

import (
	"context"
	"encoding/csv"
	"io"
	"strings"
	"time"
)

// Counts returns how many readers there are.
func (s *Service) Counts(ctx context.Context) (Counts, error) { return s.Store.SubscriberCounts(ctx) }

// List returns one page of readers, newest first; state "" is all of them.
func (s *Service) List(ctx context.Context, state State, offset, limit int) ([]Subscriber, error) {
	return s.Store.Subscribers(ctx, state, offset, limit)
}

// WriteCSV writes every reader as a row of email, state, asked, confirmed.
func (s *Service) WriteCSV(ctx context.Context, w io.Writer) error {
	out := csv.NewWriter(w)
	if err := out.Write([]string{"email", "state", "asked", "confirmed"}); err != nil {
		return err
	}
	for reader, err := range s.Store.EachSubscriber(ctx) {
		if err != nil {
			return err
		}
		row := []string{defuse(reader.Email), string(reader.State), stamp(reader.Asked), stamp(reader.Confirmed)}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// defuse keeps a spreadsheet from taking a cell for a formula: "=", "+" and "-" may begin an address.
func defuse(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// Run forgets, once an hour, addresses that never confirmed and marks that are over, until ctx ends.
func (s *Service) Run(ctx context.Context) error {
	for {
		now := s.Clock()
		if err := s.Store.PruneSubscribers(ctx, now.Add(-KeepPending), now.Add(-mailEvery)); err != nil && ctx.Err() == nil {
			s.Log.Error("newsletter", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(time.Hour):
		}
	}
}

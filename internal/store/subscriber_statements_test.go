package store

import (
	"context"
	"crypto/rand"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"gorm.io/gorm/logger"

	"insider/internal/mail"
	"insider/internal/newsletter"
	"insider/internal/outbox"
)

// recorder is a logger that keeps what kind of statements ran.
type recorder struct {
	silent
	mu         sync.Mutex
	statements []string
}

var statementKind = regexp.MustCompile("^(INSERT INTO|UPDATE|DELETE FROM|SELECT .* FROM) [`\"](\\w+)[`\"]")

func (r *recorder) LogMode(logger.LogLevel) logger.Interface { return r }

func (r *recorder) Trace(_ context.Context, _ time.Time, f func() (string, int64), _ error) {
	sql, _ := f()
	kind := statementKind.FindStringSubmatch(sql)
	r.mu.Lock()
	defer r.mu.Unlock()
	if kind == nil {
		kind = []string{"", sql, ""}
	}
	verb, _, _ := strings.Cut(kind[1], " ")
	r.statements = append(r.statements, verb+" "+kind[2])
}

// TestARequestCostsTheSameForEveryAddress counts statements instead of time: the same ones run, and all end in one
// commit, whether the address is unknown, pending, on the list or left.
func TestARequestCostsTheSameForEveryAddress(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		now := time.Date(2026, 11, 14, 12, 0, 0, 0, time.UTC)
		r := &recorder{}
		s.writer.Logger = r
		to, err := mail.ParseAddress("reader@example.com")
		if err != nil {
			t.Fatal(err)
		}
		request := newsletter.Request{ID: strings.ToLower(rand.Text()), Address: to, Consent: newsletter.Wording.Given(now), Now: now}
		var want []string
		ask := func(state string, decoy bool, known newsletter.State) {
			t.Helper()
			r.statements = nil
			err := s.Request(t.Context(), request, func(k newsletter.Known) newsletter.Answer {
				if k.State != known {
					t.Errorf("%s: the state is %q", state, k.State)
				}
				return newsletter.Answer{Mail: outbox.Mail{Kind: "confirm", To: to, Subject: "s", Text: "t", Decoy: decoy}, Asked: now}
			})
			if err != nil {
				t.Fatal(state, err)
			}
			if want == nil {
				want = r.statements
				t.Log(want)
			}
			if !slices.Equal(r.statements, want) {
				t.Errorf("%s: ran\n%q, an unknown address\n%q", state, r.statements, want)
			}
		}
		ask("unknown", false, newsletter.Pending)
		ask("pending", true, newsletter.Pending)
		if _, err := s.Confirm(t.Context(), request.ID, request.Consent); err != nil {
			t.Fatal(err)
		}
		ask("confirmed", false, newsletter.Confirmed)
		ask("confirmed again", true, newsletter.Confirmed)
		if _, err := s.Leave(t.Context(), request.ID, "", now); err != nil {
			t.Fatal(err)
		}
		ask("left", false, newsletter.Pending)
		if len(want) != 6 {
			t.Errorf("%d statements: %q", len(want), want)
		}
	})
}

package outbox

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"insider/internal/mail"
)

var noon = time.Date(2026, 11, 14, 12, 0, 0, 0, time.UTC)

func TestWhatBecomesOfATry(t *testing.T) {
	away := &mail.SendError{Sentence: "The relay cannot be reached.", Relay: true, Err: errors.New("dial reader@example.com")}
	unknown := &mail.SendError{Sentence: "The relay refused the recipient (550 5.1.1).", Permanent: true, Err: errors.New("x")}
	for name, c := range map[string]struct {
		err   error
		age   time.Duration
		state State
		relay bool
	}{
		"taken over":       {nil, 0, Sent, false},
		"away":             {away, 0, Waiting, true},
		"away for a day":   {away, Life, Failed, true},
		"just under a day": {away, Life - time.Second, Waiting, true},
		"no such mailbox":  {unknown, 0, Failed, false},
		"something else":   {errors.New("x"), 0, Waiting, false},
	} {
		var log bytes.Buffer
		s := &Sender{Clock: func() time.Time { return noon }, Log: slog.New(slog.NewTextHandler(&log, nil))}
		o := s.outcome(Claim{ID: 7, Created: noon.Add(-c.age), Mail: Mail{Kind: "confirm"}}, c.err)
		if o.ID != 7 || o.State != c.state || o.Relay != c.relay || !o.At.Equal(noon) || (o.Sentence == "") != (c.err == nil) {
			t.Errorf("%s: %+v", name, o)
		}
		if o.State == Waiting && !o.Due.After(noon) {
			t.Errorf("%s: tried again at %v", name, o.Due)
		}
		if strings.Contains(log.String(), "@") {
			t.Errorf("%s: an address is in the log: %s", name, log.String())
		}
	}
}

func TestADayOfTriesIsPatientAndNotEndless(t *testing.T) {
	tries, at := 0, time.Duration(0)
	for at < Life {
		wait := backoff(tries)
		if wait < 4*time.Second || wait > 33*time.Minute {
			t.Fatalf("after try %d it waits %v", tries, wait)
		}
		at += wait
		tries++
	}
	if tries < 40 || tries > 80 {
		t.Errorf("%d tries in a day", tries)
	}
}

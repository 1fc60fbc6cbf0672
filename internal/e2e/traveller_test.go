package e2e

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// step is one thing that somebody does on a journey.
type step struct {
	what string
	try  func() (done bool) // false: it was refused, or is not there yet
}

// traveller walks a journey on a server to which a saboteur does harm.
type traveller struct {
	*server
	saboteur
	db      *sql.DB         // of the server, beside it
	n       int             // of the journey: who travels
	at      atomic.Int64    // the step of the journey
	cut     int             // answers that were broken off
	refused bool            // the step was tried before, and refused
	seen    map[string]bool // links of mails
	hub     string          // where hubs listen
	heard   sync.Map        // their paths
	config  string          // show.yaml without a hub
}

// saboteur does harm while somebody travels.
type saboteur interface {
	strike()
	relent()
	hit() string // what was done first, "" for nothing
}

// journeys are what people do here, from beginning to end. Each is walked again and again, by somebody else each time.
var journeys = []struct {
	name  string
	steps func(v *traveller) []step
}{
	{"subscribing", (*traveller).subscribes},
	{"telling a story", (*traveller).tellsAStory},
	{"publishing content", (*traveller).publishes},
	{"downloading", (*traveller).downloads},
	{"signing in", (*traveller).signsIn},
}

// walk takes each step until it is done. When one failed, the saboteur goes, and the same step must work soon.
func (v *traveller) walk(steps []step) {
	v.t.Helper()
	v.strike()
	defer v.relent()
	for n, s := range steps {
		v.at.Store(int64(n))
		if v.refused = false; s.try() {
			continue
		}
		v.refused = true
		v.mustServe(s.what + " fails")
		v.relent()
		if v.hit() == "" {
			v.t.Errorf("%s fails though nothing was done to it", s.what)
		}
		within := recovery
		deadline := time.Now().Add(within)
		for done := s.try(); !done; done = s.try() {
			if time.Now().After(deadline) {
				v.t.Fatalf("%s does not work within %v after %s", s.what, within, v.hit())
			}
			time.Sleep(50 * time.Millisecond)
		}
	}
}

// accepted reports whether an answer is what was asked for. Anything else must be a refusal that says what to do.
func (v *traveller) accepted(a *answer, err error) bool {
	v.t.Helper()
	if err != nil {
		v.t.Errorf("no answer: %v", err)
		return false
	}
	if a.Status == http.StatusOK || a.Status == http.StatusSeeOther {
		return true
	}
	told := strings.Join(strings.Fields(text(a.read(v.t).find(func(n *node) bool { return n.Data == "main" }))), " ")
	if a.Status != http.StatusServiceUnavailable || a.Header.Get("Retry-After") == "" || !strings.Contains(told, "Please try again") {
		v.t.Errorf("refused with %d, Retry-After %q, after %s: %.500s", a.Status, a.Header.Get("Retry-After"), v.hit(), told)
	}
	return false
}

// network is where the traveller comes from: somewhere else each time, so that no limit is met.
func (v *traveller) network() string { return fmt.Sprintf("203.0.%d.%d", v.n/250, v.n%250+1) }

// mailed waits a moment for the link of a mail to somebody. A try in vain is due again after seconds; it is made due at once.
func (v *traveller) mailed(to, path string, link *string) step {
	return step{"the mail to " + to, func() bool {
		if v.waits(200*time.Millisecond, func() bool { *link = v.linkTo(to, path); return *link != "" && !v.seen[*link] }) {
			v.seen[*link] = true
			return true
		}
		if _, err := v.db.Exec("UPDATE outbox_mails SET due_at = '2000-01-01 00:00:00+00:00' WHERE state = 'waiting'"); err != nil {
			v.t.Error(err)
		}
		return false
	}}
}

// linkTo is the link to a path in the newest mail to somebody, "" when there is none.
func (v *traveller) linkTo(to, path string) string {
	for _, m := range slices.Backward(v.mails()) {
		if strings.Contains(m, "To: <"+to+">") {
			return v.linkOf(m, path)
		}
	}
	return ""
}

// mailsTo is how many mails to somebody have a link to a path.
func (v *traveller) mailsTo(to, path string) (n int) {
	for _, m := range v.mails() {
		if strings.Contains(m, "To: <"+to+">") && v.linkOf(m, path) != "" {
			n++
		}
	}
	return n
}

// soon is a step that is done once a condition holds, a second later at most.
func (v *traveller) soon(what string, condition func() bool) step {
	return step{what, func() bool { return v.waits(time.Second, condition) }}
}

// waits waits a while for a condition, and longer while nothing was done that could be in its way.
func (v *traveller) waits(while time.Duration, condition func() bool) bool {
	for began := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		if condition() {
			return true
		}
		if since := time.Since(began); since > while && v.hit() != "" || since > patience {
			return false
		}
	}
}

// halves are rows that nothing leaves by itself.
var halves = map[string]string{
	"a reader without a consent":      "SELECT id FROM subscribers WHERE 'list:' || id NOT IN (SELECT subject FROM consents)",
	"a consent of nobody":             "SELECT subject FROM consents WHERE subject LIKE 'list:%' AND substr(subject, 6) NOT IN (SELECT id FROM subscribers UNION SELECT hash FROM suppressions)",
	"a confirmation mail of nobody":   "SELECT id FROM outbox_mails WHERE state = 'waiting' AND kind = 'confirm' AND recipient NOT IN (SELECT email FROM subscribers)",
	"a story without a consent":       "SELECT number FROM stories WHERE state <> 'withdrawn' AND 'story:' || number NOT IN (SELECT subject FROM consents)",
	"words of a story taken back":     "SELECT number FROM stories WHERE state = 'withdrawn' AND body || html || plain <> ''",
	"the teller of a story no more":   "SELECT number FROM story_identities WHERE number IN (SELECT number FROM stories WHERE state = 'withdrawn')",
	"an act done twice":               "SELECT subject || ' ' || act FROM audit_entries WHERE subject LIKE 'story:%' AND act <> 'story.name' GROUP BY subject, act HAVING count(*) > 1",
	"a download that is kept by half": "SELECT id FROM download_batches WHERE length(body) = 0",
}

// mustHaveNoHalves looks for rows that are there by half.
func (v *traveller) mustHaveNoHalves(when string) {
	v.t.Helper()
	for what, query := range halves {
		if rows := columnOf(v.t.(*testing.T), v.db, query); len(rows) > 0 {
			v.t.Errorf("%s: %s: %v", when, what, rows)
		}
	}
}

// databaseIsSound reports whether the doctor found nothing wrong with the database and the audit chain.
func databaseIsSound(t *testing.T, report string) bool {
	t.Helper()
	var r struct {
		Findings []struct{ Check, State string }
	}
	if err := json.Unmarshal([]byte(report), &r); err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Findings {
		if f.Check == "Database" {
			return f.State == "ok"
		}
	}
	return false
}

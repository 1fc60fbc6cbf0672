package e2e

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"insider/internal/sabotage"
)

// step is one thing that somebody does on a journey.
type step struct {
	what string
	try  func() (done bool) // false: it was refused, or is not there yet
}

// traveller walks a journey on a server whose file calls fail.
type traveller struct {
	*server
	*saboteur
	n    int             // of the journey: who travels
	cut  int             // answers that were broken off
	seen map[string]bool // links of mails
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

// wrongs are how a call can fail; those that are not named here fail with an error of the disk.
var wrongs = map[string]syscall.Errno{
	"open": syscall.EMFILE, "openat": syscall.EMFILE, "write": syscall.ENOSPC, "pwrite64": syscall.ENOSPC, "mkdirat": syscall.ENOSPC,
	"renameat": syscall.ENOSPC, "linkat": syscall.ENOSPC,
}

// writes are the calls that fail when a disk is full, or becomes read-only.
var writes = []string{"write", "pwrite64", "fsync", "mkdirat", "renameat", "linkat", "ftruncate"}

// saboteur fails calls of a server about its own files: the n-th one, or from there on all that write.
type saboteur struct {
	dirs    []string
	n       int64
	lasting bool
	calls   atomic.Int64
	hit     atomic.Pointer[sabotage.Call]
}

func (x *saboteur) judge(c sabotage.Call) syscall.Errno {
	if !slices.ContainsFunc(x.dirs, func(dir string) bool { return strings.HasPrefix(c.Path, dir) }) || x.lasting && !slices.Contains(writes, c.Name) {
		return 0
	}
	if n := x.calls.Add(1); n < x.n || n > x.n && !x.lasting {
		return 0
	}
	x.hit.CompareAndSwap(nil, &c)
	if errno, ok := wrongs[c.Name]; ok {
		return errno
	}
	return syscall.EIO
}

// callFails walks every journey while its n-th call to the disk fails, for every n; then while all writing from the n-th call on
// fails, until the cause is gone. Whoever is refused is told so and can do it again, nothing is there by half, and readers are served.
func callFails(t *testing.T) {
	t.Parallel()
	for _, journey := range journeys {
		t.Run(journey.name, func(t *testing.T) {
			t.Parallel()
			content := newShow(t)
			s := start(t, withContent(content), noLimits, withWatch(sabotage.Watch{Files: true}), withEnv("INSIDER_TRUSTED_PROXIES=127.0.0.1/32"))
			s.says(0, "", "editor", "add", "editor@example.com")
			v := &traveller{server: s, seen: map[string]bool{}}
			calls := 0
			for _, lasting := range []bool{false, true} {
				for n := int64(1); ; n += stride(n) {
					x := &saboteur{dirs: []string{s.Data, content}, n: n, lasting: lasting}
					v.n++
					v.saboteur = x
					v.walk(journey.steps(v))
					s.mustHaveNoHalves(fmt.Sprintf("call %d failed, lasting: %v", n, lasting))
					calls++
					if x.hit.Load() == nil || t.Failed() {
						break
					}
				}
			}
			if calls < 10 {
				t.Errorf("only %d calls failed", calls)
			}
			s.says(0, "", "mail", "on")
			if out, _ := s.command("doctor", "--json"); !databaseIsSound(t, out) {
				t.Errorf("doctor: %s", out)
			}
			if strings.Contains(s.log.String(), "panic") {
				t.Error("something panicked")
			}
		})
	}
}

// stride is how far it is to the next call that fails: the later, the farther, unless there is time.
func stride(n int64) int64 {
	if os.Getenv("FAULT_ROUNDS") != "" {
		return 1
	}
	return 1 + n/2
}

// walk takes each step until it is done. When one failed, the saboteur goes, and the same step must work soon.
func (v *traveller) walk(steps []step) {
	v.t.Helper()
	v.program.Judge(v.judge)
	defer v.program.Judge(nil)
	for _, s := range steps {
		if s.try() {
			continue
		}
		v.mustRead(s.what + " fails")
		v.program.Judge(nil)
		if hit := v.hit.Load(); hit == nil {
			v.t.Errorf("%s fails though nothing was done to it", s.what)
		}
		within := recovery
		deadline := time.Now().Add(within)
		for done := s.try(); !done; done = s.try() {
			if time.Now().After(deadline) {
				v.t.Fatalf("%s does not work within %v after %+v failed", s.what, within, *v.hit.Load())
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
		v.t.Errorf("refused with %d, Retry-After %q, after %+v: %.500s", a.Status, a.Header.Get("Retry-After"), v.hit.Load(), told)
	}
	return false
}

// network is where the traveller comes from: somewhere else each time, so that no limit is met.
func (v *traveller) network() string { return fmt.Sprintf("203.0.%d.%d", v.n/250, v.n%250+1) }

// mailed waits a moment for the link of a mail to somebody. A try in vain is due again after seconds; it is made due at once.
func (v *traveller) mailed(to, path string, link *string) step {
	return step{"the mail to " + to, func() bool {
		for range 20 {
			if *link = v.linkTo(to, path); *link != "" && !v.seen[*link] {
				v.seen[*link] = true
				return true
			}
			time.Sleep(10 * time.Millisecond)
		}
		db := openDatabase(v.t.(*testing.T), v.Data)
		if _, err := db.Exec("UPDATE outbox_mails SET due_at = '2000-01-01 00:00:00+00:00' WHERE state = 'waiting'"); err != nil {
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

// soon is a step that is done once a condition holds, a second later at most.
func (v *traveller) soon(what string, condition func() bool) step {
	return step{what, func() bool {
		for range 50 {
			if condition() {
				return true
			}
			time.Sleep(20 * time.Millisecond)
		}
		return false
	}}
}

func (v *traveller) subscribes() []step {
	address := fmt.Sprintf("reader%d@example.com", v.n)
	var confirm, leave string
	form := func(what string, path *string, form string) step {
		return step{what, func() bool { return v.accepted(v.tryPost(*path, form)) }}
	}
	subscribe := "/subscribe"
	return []step{
		form("signing up", &subscribe, "email="+url.QueryEscape(address)),
		v.mailed(address, "/subscribe/confirm", &confirm),
		form("confirming", &confirm, ""),
		form("asking again", &subscribe, "email="+url.QueryEscape(address)),
		v.mailed(address, "/subscribe/leave", &leave),
		form("leaving", &leave, "reason=too-many"),
	}
}

func (v *traveller) tellsAStory() []step {
	var number, code string
	key, network := fmt.Sprintf("the-key-of-journey-%08d", v.n), v.network()
	slug := fmt.Sprintf("story-%d", v.n)
	d := v.desk()
	sends := step{"sending a story", func() bool {
		a, err := v.tryPost("/stories/new", answersOf("key", key, "email", fmt.Sprintf("teller%d@example.com", v.n)).Encode())
		if !v.accepted(a, err) {
			return false
		}
		number = regexp.MustCompile(`ST-(\d+)`).FindStringSubmatch(a.Body)[1]
		code = regexp.MustCompile(`\b([a-z]+(?:[ -][a-z]+){6,9})\b`).FindString(visibleText(receipt(a.Body)))
		return true
	}}
	act := func(act string, more ...string) step {
		return step{"to " + act, func() bool {
			path := "/desk/stories/" + number
			page, err := v.try(http.MethodGet, path, nil, "Cookie", d.cookie)
			if !v.accepted(page, err) {
				return false
			}
			fields := url.Values{"act": {act}, "version": {page.read(v.t).typed("version")}}
			for i := 0; i+1 < len(more); i += 2 {
				fields.Set(more[i], more[i+1])
			}
			return v.accepted(v.tryPost(path, fields.Encode(), "Cookie", d.cookie))
		}}
	}
	return []step{
		sends, act("accept"), act("name", "title", "Story "+slug, "slug", slug), act("publish"),
		v.soon("reading it", func() bool { return v.get("/stories/"+slug).Status == http.StatusOK }),
		{"withdrawing", func() bool {
			return v.accepted(v.tryPost("/stories/mine", url.Values{"code": {code}, "act": {"withdraw"}}.Encode(), "X-Forwarded-For", network))
		}},
		v.soon("finding it gone", func() bool { return v.get("/stories/"+slug).Status == http.StatusGone }),
	}
}

func (v *traveller) publishes() []step {
	name := filepath.Join(v.Content, fmt.Sprintf("articles/article-%d.md", v.n))
	shows := func(version int) step {
		text := fmt.Sprintf("This is version %d.", version)
		return v.soon("showing "+text, func() bool {
			return strings.Contains(v.get(fmt.Sprintf("/articles/article-%d", v.n)).Body, text)
		})
	}
	writes := func(version int) step {
		return step{"writing", func() bool {
			save(v.t.(*testing.T), name, fmt.Sprintf("---\ntitle: Article %d\ndate: 2026-01-02\nsummary: About it.\n---\nThis is version %d.\n", v.n, version))
			return true
		}}
	}
	return []step{writes(1), shows(1), writes(2), shows(2)}
}

func (v *traveller) downloads() []step {
	path := v.audio()
	return []step{
		{"downloading", func() bool {
			a, err := v.try(http.MethodGet, path, nil, "User-Agent", fmt.Sprintf("Overcast/%d", v.n))
			if errors.Is(err, io.ErrUnexpectedEOF) {
				v.cut++ // the recording could not be read to its end: an app asks for the rest
				return false
			}
			return v.accepted(a, err)
		}},
		v.soon("counting", func() bool { return v.figures().sent() == v.n+v.cut }),
	}
}

func (v *traveller) signsIn() []step {
	var link, cookie string
	return []step{
		{"asking for a link", func() bool {
			return v.accepted(v.tryPost("/desk/sign-in", "email=editor%40example.com", "X-Forwarded-For", v.network()))
		}},
		v.mailed("editor@example.com", "/desk/sign-in", &link),
		{"signing in", func() bool {
			path, token, _ := strings.Cut(link, "?")
			a, err := v.tryPost(path, token)
			if !v.accepted(a, err) {
				return false
			}
			cookie, _, _ = strings.Cut(a.Header.Get("Set-Cookie"), ";")
			return cookie != ""
		}},
		{"looking at the desk", func() bool { return v.accepted(v.try(http.MethodGet, "/desk", nil, "Cookie", cookie)) }},
		{"signing out", func() bool { return v.accepted(v.tryPost("/desk/sign-out", "", "Cookie", cookie)) }},
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
	"a download that is kept by half": "SELECT id FROM download_batches WHERE length(body) = 0",
}

// mustHaveNoHalves looks for rows that are there by half.
func (s *server) mustHaveNoHalves(when string) {
	s.t.Helper()
	db := openDatabase(s.t.(*testing.T), s.Data)
	for what, query := range halves {
		if rows := columnOf(s.t.(*testing.T), db, query); len(rows) > 0 {
			s.t.Errorf("%s: %s: %v", when, what, rows)
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

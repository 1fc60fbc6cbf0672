package e2e

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// guess is a question by which a stranger could find something out: what is asked when the i-th guess is near (an address that is
// known, a secret that is nearly right), and what is asked when it is not. Each address is new to the server, because what a second
// post of one address does is not what the first does.
type guess struct {
	method string // "" is POST
	path   string // VALUE is the guess
	form   string // the same
	status int
	near   func(i int) string // as long as far, and the answers differ only by it
	far    func(i int) string
}

// guesses of addresses, codes and links. The server knows a reader, a story and who left.
func (s *server) tellingGuesses(known, stranger func(i int) string) map[string]guess {
	secretOf := func(link string) string { _, secret, _ := strings.Cut(link, "token="); return secret }
	confirm, leave := s.linksOf("reader@example.com")
	_, gone := s.linksOf("gone@example.com")
	undo := regexp.MustCompile(`name="undo" value="([^"]+)"`).FindStringSubmatch(s.post(gone, "").Body)
	if undo == nil {
		s.t.Fatal("no way back after leaving")
	}
	_, code := s.sendStory(storyForm)
	words := strings.Fields(strings.ReplaceAll(code, "-", " "))
	link := func(method, path, form, secret string) guess {
		return guess{method, path, form, http.StatusBadRequest,
			func(i int) string { return forged(secret, 31, i) }, func(i int) string { return forged(secret, 0, i) }}
	}
	return map[string]guess{
		"subscribe": {"", "/subscribe", "email=VALUE", http.StatusOK, known, stranger},
		"sign-in":   {"", "/desk/sign-in", "email=VALUE", http.StatusOK, known, stranger},
		"code": {"", "/stories/mine", "code=VALUE", http.StatusUnprocessableEntity,
			func(int) string { return misread(words, len(words)-1) }, func(int) string { return misread(words, 0) }},
		"see confirm": link(http.MethodGet, "/subscribe/confirm?token=VALUE", "", secretOf(confirm)),
		"confirm":     link("", "/subscribe/confirm?token=VALUE", "", secretOf(confirm)),
		"renew":       link("", "/subscribe/confirm?token=VALUE", "act=renew", secretOf(confirm)),
		"manage":      link(http.MethodGet, "/subscribe/manage?token=VALUE", "", secretOf(leave)),
		"undo":        link("", "/subscribe/manage", "act=undo&undo=VALUE", undo[1]),
		"see leave":   link(http.MethodGet, "/subscribe/leave?token=VALUE", "", secretOf(leave)),
		"leave":       link("", "/subscribe/leave?token=VALUE", "List-Unsubscribe=One-Click", secretOf(leave)),
	}
}

// TestTimingTellsNothing asks 500 guesses that are near and 2 x 500 that are not, in turns: the answers are the same bytes after as
// long a time. A gap has to show twice, in guesses of their own, because a busy machine shows much once.
func TestTimingTellsNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a while")
	}
	const n = 500
	s := start(t, noLimits, withEnv("INSIDER_TRUSTED_PROXIES=127.0.0.1/32"))
	known := func(i int) string { return fmt.Sprintf("k%04d@example.com", i) }
	stranger := func(i int) string { return fmt.Sprintf("s%04d@example.com", i) }
	s.mustKnow(0, n, known)
	for name, g := range s.tellingGuesses(known, stranger) {
		t.Run(name, func(t *testing.T) {
			first := s.askInTurns(t, g, 0, n)
			t.Log(first)
			if !first.tells() {
				return
			}
			if g.form == "email=VALUE" {
				s.mustKnow(n, 2*n, known)
			}
			again := s.askInTurns(t, g, n, 2*n)
			t.Log(again)
			if again.tells() && (first.gap > 0) == (again.gap > 0) {
				t.Errorf("a guess that is near takes another time: %v, and again %v", first, again)
			}
		})
	}
}

// mustKnow makes readers and editors of the addresses.
func (s *server) mustKnow(from, to int, address func(i int) string) {
	t := s.t.(*testing.T)
	t.Helper()
	db := openDatabase(t, s.Data)
	for i := from; i < to; i++ {
		if a := s.post("/subscribe", "email="+address(i)); a.Status != http.StatusOK {
			t.Fatal(a.Status)
		}
		if _, err := db.Exec("INSERT INTO users (email, role, created_at) VALUES (?, 'editor', '2026-01-01 00:00:00')", address(i)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.Exec("UPDATE subscribers SET state = 'confirmed', confirmed_at = asked_at"); err != nil {
		t.Fatal(err)
	}
	eventually(t, time.Minute, "their mails are written", func() bool { return len(s.mails()) >= to })
}

// askInTurns asks the guesses from one to another and expects the same answer to all.
func (s *server) askInTurns(t *testing.T, g guess, from, to int) verdict {
	t.Helper()
	times := map[string][]time.Duration{}
	var first string
	ask := func(kind string, i int, value string) {
		began := time.Now()
		a := s.ask(g, value, "X-Forwarded-For", fmt.Sprintf("2001:db8:%x::1", i))
		times[kind] = append(times[kind], time.Since(began))
		said := strings.NewReplacer(value, "VALUE", strings.ReplaceAll(value, "+", " "), "VALUE", a.Header.Get("X-Request-Id"), "ID").Replace(a.Body)
		first = cmp.Or(first, said)
		if a.Status != g.status || said != first {
			t.Fatalf("%s is answered by %d, other words: %v", kind, a.Status, said != first)
		}
	}
	for i := from; i < to; i++ {
		turns := []func(){
			func() { ask("near", i, g.near(i)) }, func() { ask("far", i, g.far(i)) }, func() { ask("further", i, g.far(to+i)) },
		}
		for k := range turns { // each is first as often: what one leaves to do behind its answer would slow the next
			turns[(i+k)%len(turns)]()
		}
	}
	return judge(times["near"], times["far"], times["further"])
}

// ask puts a guess.
func (s *server) ask(g guess, value string, headers ...string) *answer {
	s.t.Helper()
	put := strings.NewReplacer("VALUE", value)
	headers = append(headers, "Content-Type", "application/x-www-form-urlencoded")
	return s.do(cmp.Or(g.method, http.MethodPost), put.Replace(g.path), strings.NewReader(put.Replace(g.form)), headers...)
}

// misread is the code with every word from a place on taken for the one before it.
func misread(code []string, from int) string {
	list := slices.Clone(code)
	for k := from; k < len(list); k++ {
		list[k] = code[(k+len(code)-1)%len(code)]
	}
	return strings.Join(list, "+")
}

// forged is the link with a signature that is right up to a byte.
func forged(link string, at, i int) string {
	cut := strings.LastIndexByte(link, '.') + 1
	mac, _ := base64.RawURLEncoding.DecodeString(link[cut:])
	for k := at; k < len(mac); k++ {
		mac[k] ^= byte(1 + i%255)
	}
	return link[:cut] + base64.RawURLEncoding.EncodeToString(mac)
}

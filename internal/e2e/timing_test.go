package e2e

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// guess is a form by which a stranger could find something out: what is posted when the i-th guess is near (an address that is
// known, a secret that is nearly right), and what is posted when it is not. Each address is new to the server, because what a second
// post of one address does is not what the first does.
type guess struct {
	path   string
	status int
	near   func(i int) string // as long as far, and the answers differ only by it
	far    func(i int) string
	token  bool // it goes into the address, as in a link of a mail
}

// TestTimingTellsNothing posts 500 guesses that are near and 2 x 500 that are not, in turns: the answers are the same bytes after as
// long a time, as far as the noise of the machine lets one see.
func TestTimingTellsNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a while")
	}
	const n = 500
	s := start(t, noLimits, withEnv("INSIDER_TRUSTED_PROXIES=127.0.0.1/32"))
	known := func(i int) string { return fmt.Sprintf("k%04d@example.com", i) }
	stranger := func(i int) string { return fmt.Sprintf("s%04d@example.com", i) }
	s.mustKnow(n, known)
	s.subscribe("reader@example.com")
	_, confirm, _ := strings.Cut(s.linkTo("reader@example.com", "/subscribe/confirm"), "token=")
	s.post("/subscribe", "email=reader%40example.com")
	_, leave, _ := strings.Cut(s.waitForLink("/subscribe/leave"), "token=")
	_, code := s.sendStory(storyForm)
	words := strings.Fields(strings.ReplaceAll(code, "-", " "))

	for name, g := range map[string]guess{
		"subscribe": {path: "/subscribe", status: http.StatusOK, near: known, far: stranger},
		"sign-in":   {path: "/desk/sign-in", status: http.StatusOK, near: known, far: stranger},
		"code": {path: "/stories/mine", status: http.StatusUnprocessableEntity,
			near: func(int) string { return misread(words, len(words)-1) }, far: func(int) string { return misread(words, 0) }},
		"confirm": {path: "/subscribe/confirm", status: http.StatusBadRequest, token: true,
			near: func(i int) string { return forged(confirm, 31, i) }, far: func(i int) string { return forged(confirm, 0, i) }},
		"leave": {path: "/subscribe/leave", status: http.StatusBadRequest, token: true,
			near: func(i int) string { return forged(leave, 31, i) }, far: func(i int) string { return forged(leave, 0, i) }},
	} {
		t.Run(name, func(t *testing.T) { s.mustTellNothing(t, g, n) })
	}
}

// mustKnow makes readers and editors of the addresses.
func (s *server) mustKnow(n int, address func(i int) string) {
	t := s.t.(*testing.T)
	t.Helper()
	db := openDatabase(t, s.Data)
	for i := range n {
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
	eventually(t, time.Minute, "their mails are written", func() bool { return len(s.mails()) >= n })
}

func (s *server) mustTellNothing(t *testing.T, g guess, n int) {
	times := map[string][]time.Duration{}
	var first string
	ask := func(kind string, i int, value string) {
		path, body := g.path, "email="+value+"&code="+value
		if g.token {
			path, body = path+"?token="+value, "reason="
		}
		began := time.Now()
		a := s.post(path, body, "X-Forwarded-For", fmt.Sprintf("2001:db8:%x::1", i))
		times[kind] = append(times[kind], time.Since(began))
		said := strings.NewReplacer(value, "VALUE", strings.ReplaceAll(value, "+", " "), "VALUE", a.Header.Get("X-Request-Id"), "ID").Replace(a.Body)
		first = cmp.Or(first, said)
		if a.Status != g.status || said != first {
			t.Fatalf("%s is answered by %d, other words: %v", kind, a.Status, said != first)
		}
	}
	for i := range n {
		turns := []func(){
			func() { ask("near", i, g.near(i)) }, func() { ask("far", i, g.far(i)) }, func() { ask("further", i, g.far(n+i)) },
		}
		for k := range turns { // each is first as often: what one leaves to do behind its answer would slow the next
			turns[(i+k)%len(turns)]()
		}
	}
	a, b, c := middle(times["near"]), middle(times["far"]), middle(times["further"])
	spread := times["far"][3*n/4] - times["far"][n/4]
	noise := max((b-c).Abs()*2, spread/4, b/20)
	t.Logf("near %v, far %v and %v, of which half lie within %v", a, b, c, spread)
	if (a - b).Abs() > noise {
		t.Errorf("a guess that is near takes %v, another %v; the noise is %v", a, b, noise)
	}
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

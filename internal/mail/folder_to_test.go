package mail

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestMailsOfOnePersonAreFoundAndRemoved(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "outbox")
	f := NewFolder(dir)
	who, err := ParseAddress("Reader.One@example.com")
	if err != nil {
		t.Fatal(err)
	}
	if list, err := f.To(who); err != nil || len(list) > 0 {
		t.Fatal("without a folder:", list, err)
	}
	for i, to := range []string{"reader.one@example.com", "READER.ONE@EXAMPLE.COM", "another.reader.one@example.com", "reader.one@example.com.br", "other@example.com"} {
		address, err := ParseAddress(to)
		if err != nil {
			t.Fatal(err)
		}
		from, _ := ParseAddress("show@example.com")
		m := Message{ID: NewID("example.com"), Date: time.Date(2026, 11, 25, 9, i, 0, 0, time.UTC), From: Mailbox{"A Show", from}, To: address, Subject: "Hello", Text: "Text.\n"}
		if err := f.Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range map[string]string{
		".new-123":   "To: <reader.one@example.com>\r\nSubj", // half of a mail
		"broken.eml": "no mail, but it names reader.one@example.com.",
		"notes.txt":  "xreader.one@example.com and reader.one@example.community",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	list, err := f.To(who)
	if err != nil || len(list) != 4 {
		t.Fatalf("%d: %+v, %v", len(list), list, err)
	}
	if n, err := f.RemoveTo(who); n != 4 || err != nil {
		t.Fatal(n, err)
	}
	rest, err := os.ReadDir(dir)
	if err != nil || len(rest) != 4 {
		t.Fatal(rest, err)
	}
	if list, err := f.To(who); err != nil || len(list) > 0 {
		t.Error(list, err)
	}
}

func TestAnAddressIsNotPartOfALongerOne(t *testing.T) {
	for text, want := range map[string]bool{
		"a@b.ex": true, "<a@b.ex>": true, "To: A@B.ex": true, "write to a@b.ex.": true, "a@b.ex. And": true, "mailto:a@b.ex?x": false,
		"aa@b.ex": false, "a@b.exa": false, "a@b.ex.org": false, "a.a@b.ex": false, "aa@b.ex, a@b.ex": true, "": false,
	} {
		if got := holdsAddress([]byte(text), "a@b.ex"); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// TestTheHashIsStable holds by which rows know an address for ever.
func TestTheHashIsStable(t *testing.T) {
	a, err := ParseAddress("Reader@Example.com")
	if err != nil {
		t.Fatal(err)
	}
	const want = "c7c1c1413b81030b97239cc0ccc7ba5c5aad195e"
	got := a.Hash([]byte(strings.Repeat("k", 32)))
	if other, _ := ParseAddress("reader@example.com"); other.Hash([]byte(strings.Repeat("k", 32))) != got || len(got) != 40 {
		t.Error("another spelling is another person")
	}
	if got != want {
		t.Errorf("rows would not be found any more: %s", got)
	}
}

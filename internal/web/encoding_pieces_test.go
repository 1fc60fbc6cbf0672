package web

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
)

// largeText is a feed-like text of so many items.
func largeText(items int) []string {
	random := rand.New(rand.NewPCG(1, 2))
	out := make([]string, items)
	for i := range out {
		var b strings.Builder
		fmt.Fprintf(&b, "<item>\n<title>%d</title>\n", i)
		for range 20 {
			fmt.Fprintf(&b, "<p>The pump in hall %d explains %d things.</p>\n", random.IntN(1000), random.IntN(1000))
		}
		b.WriteString("</item>\n")
		out[i] = b.String()
	}
	return out
}

func unpack(t testing.TB, data []byte) []byte {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(r) // verifies checksum and length
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

func TestLargeBodiesUnpackToThemselves(t *testing.T) {
	items := largeText(2000)
	for name, body := range map[string]string{
		"lines":       strings.Join(items, ""),
		"one line":    strings.Repeat("no line ends here ", 100_000),
		"short lines": strings.Repeat("\n", 2*largeBody),
		"just large":  strings.Join(items, "")[:largeBody],
	} {
		data := compress([]byte(body))
		if data == nil || string(unpack(t, data)) != body {
			t.Errorf("%s: %d bytes unpack to something else", name, len(data))
		}
		if !bytes.Equal(data, compress([]byte(body))) {
			t.Errorf("%s: equal bodies, other bytes", name)
		}
	}
	random := make([]byte, largeBody)
	for i := range random {
		random[i] = byte(rand.Uint32())
	}
	if compress(random) != nil {
		t.Error("noise got larger and was kept")
	}
}

// TestPiecesCostLittleSize holds the loss of cutting to three percent.
func TestPiecesCostLittleSize(t *testing.T) {
	body := []byte(strings.Join(largeText(2000), ""))
	var whole bytes.Buffer
	z := gzip.NewWriter(&whole)
	_, err := z.Write(body)
	if err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	if cut := len(compressLarge(body)); cut > whole.Len()*103/100 {
		t.Errorf("%d bytes in pieces, %d at once", cut, whole.Len())
	}
}

// TestOneChangeIsOnePiece puts an item first, changes one in the middle and takes one away: of the pieces nearly all stay.
func TestOneChangeIsOnePiece(t *testing.T) {
	items := largeText(2000)
	cut := func(items []string) map[string]bool {
		all := map[string]bool{}
		for rest := []byte(strings.Join(items, "")); len(rest) > 0; {
			n := pieceLength(rest)
			all[string(rest[:n])] = true
			rest = rest[n:]
		}
		return all
	}
	before := cut(items)
	if len(before) < 10 {
		t.Fatalf("only %d pieces", len(before))
	}
	changed := append([]string{"<item>\n<title>new</title>\n</item>\n"}, items...)
	changed[1000] = "<item>\n<title>changed</title>\n</item>\n"
	changed = append(changed[:500], changed[501:]...)
	fresh := 0
	for piece := range cut(changed) {
		if !before[piece] {
			fresh++
		}
	}
	if fresh == 0 || fresh > 6 {
		t.Errorf("%d of %d pieces are new", fresh, len(before))
	}
}

func TestPiecesForgetWhatIsOld(t *testing.T) {
	p := &pieces{seed: packed.seed, now: map[pieceKey][]byte{}}
	for i := range 100 {
		p.keep(pieceKey{hash: uint64(i)}, make([]byte, packedLimit/20))
	}
	if n := len(p.now) + len(p.before); n > 21 || n < 10 {
		t.Errorf("%d pieces remembered", n)
	}
}

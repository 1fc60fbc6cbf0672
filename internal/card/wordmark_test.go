package card

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"
)

func TestWordmark(t *testing.T) {
	for _, c := range []struct {
		w    Wordmark
		want []string
		not  string
	}{
		{Wordmark{Text: "The IT/OT Insider"}, []string{`stroke="#17211e"`, `stroke="#0b5966"`, `stroke="#ad3608"`, `fill="#17211e" d="M`, "Q"}, "NaN"},
		{Wordmark{Text: "Two Pens", Dark: true}, []string{`stroke="#f3f3ec"`, `stroke="#66c9d3"`, `stroke="#ff8d55"`, `fill="#f3f3ec" d="M`}, "#17211e"},
		{Wordmark{}, []string{`width="96" height="96" viewBox="0 0 48 48"`}, ` fill="#`},
	} {
		svg, ok := c.w.SVG()
		if !ok {
			t.Fatalf("%+v is not drawn", c.w)
		}
		for _, want := range c.want {
			if !strings.Contains(string(svg), want) {
				t.Errorf("%+v: no %s", c.w, want)
			}
		}
		if strings.Contains(string(svg), c.not) || len(svg) > 20_000 {
			t.Errorf("%+v: %d bytes, or %s", c.w, len(svg), c.not)
		}
		for d := xml.NewDecoder(strings.NewReader(string(svg))); ; {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%+v: %v", c.w, err)
			}
		}
	}
	if _, ok := (Wordmark{Text: "境界"}).SVG(); ok {
		t.Error("letters that the face lacks are drawn")
	}
}

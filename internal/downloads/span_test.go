package downloads

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestRanges(t *testing.T) {
	const size = 100
	for header, want := range map[string]string{
		"bytes=0-1": "[{0 2}]", "bytes=5-": "[{5 100}]", "bytes=-10": "[{90 100}]", "bytes=-0": "[]", "bytes=-500": "[{0 100}]",
		"bytes=99-200": "[{99 100}]", "bytes=100-": "[]", "bytes=0-0,1-1": "[{0 1} {1 2}]", "bytes= 0-9 , 5-14 ,": "[{0 10} {5 15}]",
		"bytes=99999999999999999999-": "[]", "bytes=0-99999999999999999999": "[{0 100}]",
		"": "no", "bytes": "no", "bytes=a-b": "no", "bytes=2-1": "no", "bytes=--1": "no", "lines=0-1": "no", "bytes=-": "no", "bytes=+1-2": "no",
	} {
		spans, ok := ParseRange(header, size)
		got := fmt.Sprint(spans)
		if !ok {
			got = "no"
		}
		if got != want {
			t.Errorf("%q: %s, want %s", header, got, want)
		}
	}
}

func FuzzParseRange(f *testing.F) {
	for _, s := range []string{"bytes=0-1", "bytes=-5,7-", "bytes=0-0,1-1,2-2", "bytes=9223372036854775807-"} {
		f.Add(s, int64(1000))
	}
	f.Fuzz(func(t *testing.T, header string, size int64) {
		size = max(0, size)
		spans, ok := ParseRange(header, size)
		for _, s := range spans {
			if s.Start < 0 || s.End > size || s.Len() <= 0 {
				t.Fatalf("%q of %d: %v", header, size, spans)
			}
		}
		if again, _ := ParseRange(FormatRange(spans), size); ok && len(spans) > 0 && !slices.Equal(again, spans) {
			t.Fatalf("%q: %v written as %q is %v", header, spans, FormatRange(spans), again)
		}
	})
}

func TestCoverageIsTheUnion(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		var c coverage
		var have [400]bool
		for range 30 {
			start := random.Int64N(390)
			s := Span{start, start + random.Int64N(10)}
			c.add(s)
			for i := s.Start; i < s.End; i++ {
				have[i] = true
			}
		}
		want := int64(0)
		for _, b := range have {
			if b {
				want++
			}
		}
		if c.bytes != want || Bytes(c.pieces) != want || !slices.IsSortedFunc(c.pieces, func(a, b Span) int { return compare(a.End, b.Start) }) {
			t.Fatalf("%d bytes, want %d: %v", c.bytes, want, c.pieces)
		}
	}
}

func TestScatteredBytesStayCheap(t *testing.T) {
	var c coverage
	start := time.Now()
	for i := range int64(1_000_000) {
		c.add(Span{2 * i, 2*i + 1})
	}
	if len(c.pieces) != maxPieces || c.bytes != maxPieces || time.Since(start) > 5*time.Second {
		t.Fatalf("%d pieces, %d bytes, %v", len(c.pieces), c.bytes, time.Since(start))
	}
	c.add(Span{0, 1000}) // joins are still taken
	if c.bytes < 1000 {
		t.Fatal(c.bytes)
	}
}

func TestThresholds(t *testing.T) {
	for _, c := range []struct {
		file File
		want int64
	}{
		{File{Bytes: 30_000_000, HeaderBytes: 600_000, Duration: 30 * time.Minute}, 1_580_000},
		{File{Bytes: 1000, HeaderBytes: 10, Duration: time.Minute}, 1000},
		{File{Bytes: 1000, HeaderBytes: 10}, 1000},
		{File{Bytes: 1000, HeaderBytes: 2000, Duration: time.Hour}, 1000},
		{File{Bytes: 7, Duration: 61 * time.Second}, 7},
		{File{Bytes: 1 << 50, Duration: 100_000 * time.Hour}, 187649985},
		{File{}, 1},
	} {
		if got := c.file.Threshold(); got != c.want {
			t.Errorf("%+v: %d, want %d", c.file, got, c.want)
		}
	}
}

func TestManyParts(t *testing.T) {
	spans, ok := ParseRange("bytes="+strings.Repeat("0-0,", 10_000), 10)
	if !ok || len(spans) != 10_000 || Bytes(spans) != 10_000 {
		t.Fatal(ok, len(spans))
	}
}

package folder

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"testing"
)

func TestFingerprint(t *testing.T) {
	small := bytes.Repeat([]byte("x"), 1000)
	if sum := sha256.Sum256(small); HashBytes(small) != hex.EncodeToString(sum[:]) {
		t.Error("a small file is not hashed wholly")
	}
	large := make([]byte, 20<<20)
	if _, err := rand.Read(large); err != nil {
		t.Fatal(err)
	}
	whole := HashBytes(large)
	counter := &countingReader{r: bytes.NewReader(large)}
	if got, err := fingerprint(counter, int64(len(large))); err != nil || got != whole {
		t.Fatalf("%s, %v", got, err)
	}
	if most := int64(2*edge + samples*sampleBytes); counter.n != most {
		t.Errorf("%d bytes were read, not %d", counter.n, most)
	}
	for name, at := range map[string]int{"start": 5, "end": len(large) - 5, "first sample": edge + 1, "last sample": len(large) - edge - 1} {
		large[at] ^= 1
		if HashBytes(large) == whole {
			t.Errorf("a change at the %s is not seen", name)
		}
		large[at] ^= 1
	}
	if HashBytes(large[:len(large)-1]) == whole {
		t.Error("a shorter file has the same fingerprint")
	}
	for _, size := range []int{WholeBelow, WholeBelow + 1, WholeBelow + samples*sampleBytes, WholeBelow + samples*sampleBytes + 1} {
		large[size-1] ^= 1
		changed := HashBytes(large[:size])
		large[size-1] ^= 1
		if changed == HashBytes(large[:size]) {
			t.Errorf("a change at the end of %d bytes is not seen", size)
		}
	}
	if _, err := fingerprint(bytes.NewReader(small), 2<<20); err == nil {
		t.Error("a file that shrank has a fingerprint")
	}
}

type countingReader struct {
	r io.ReaderAt
	n int64
}

func (c *countingReader) ReadAt(p []byte, at int64) (int, error) {
	n, err := c.r.ReadAt(p, at)
	c.n += int64(n)
	return n, err
}

package parse

import (
	"bytes"
	"testing"
)

// FuzzDecodeChapters reads files of chapters that other programs wrote: no line is outside the file.
func FuzzDecodeChapters(f *testing.F) {
	for _, seed := range []string{
		`{"version":"1.2.0","chapters":[{"startTime":0,"title":"A"},{"startTime":9.5,"title":"B","url":"https://example.org"}]}`,
		"{\"chapters\":\n[\n]}", `{"chapters":null}`, `{"chapters":{}}`, `{"chapters":[1]}`, `{"chapters":[{}],"chapters":[]}`, "\ufeff{}", "[", "",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		chapters, err := decodeChapters(data)
		if err != nil {
			return
		}
		for _, c := range chapters {
			if c.line < 1 || c.line > bytes.Count(data, []byte{'\n'})+bytes.Count(data, []byte{'\r'})+1 {
				t.Fatalf("%q has a chapter in line %d", data, c.line)
			}
		}
	})
}

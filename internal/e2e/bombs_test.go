package e2e

import (
	"bytes"
	bytesof "encoding/binary"
	"hash/crc32"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// atom makes a box of an MP4 file.
func atom(kind string, parts ...[]byte) []byte {
	content := slices.Concat(parts...)
	return append(append(bytesof.BigEndian.AppendUint32(nil, uint32(len(content)+8)), kind...), content...)
}

// numbers writes 32-bit numbers.
func numbers(list ...uint32) (out []byte) {
	for _, n := range list {
		out = bytesof.BigEndian.AppendUint32(out, n)
	}
	return out
}

// manyParts is an MP4 of tracks in whose small parts a reader could look for things for a minute.
func manyParts() string {
	parts := bytes.Repeat(atom("free"), 30_000)
	track := atom("trak", atom("tkhd", numbers(0, 0, 0, 1)), parts, atom("mdia", atom("mdhd", numbers(0, 0, 0, 1000, 90_000)), atom("hdlr", numbers(0, 0), []byte("soun")),
		atom("minf", atom("stbl", atom("stsd", numbers(0, 1, 16), []byte("mp4a")), parts))))
	return string(slices.Concat(atom("ftyp", []byte("M4A ")), atom("moov", bytes.Repeat(track, 32)), atom("mdat", make([]byte, 100_000))))
}

// hugePicture is the head of a PNG of so many pixels on each side.
func hugePicture(side uint32) string {
	head := append([]byte("IHDR"), append(numbers(side, side), 8, 2, 0, 0, 0)...)
	return "\x89PNG\r\n\x1a\n" + string(numbers(13)) + string(head) + string(numbers(crc32.ChecksumIEEE(head)))
}

// bombs are files that are small, or cheap to make, and would take much from whoever believes them: by folder of an episode, the
// files in it, among them what its front matter and text say.
func bombs() map[string]map[string]string {
	page := func(front, body string) map[string]string {
		return map[string]string{"index.md": "---\ntitle: Bomb\ndate: 2026-01-02\n" + front + "---\n" + body}
	}
	with := func(files map[string]string, name, data string) map[string]string {
		files[name] = data
		return files
	}
	const cue = "00:00:00.000 --> 00:00:01.000\n"
	return map[string]map[string]string{
		"tags":      with(page("guid: a\naudio: a.mp3\n", ""), "a.mp3", "ID3\x04\x00\x00\x7f\x7f\x7f\x7f"+strings.Repeat("\xff\xfb", 5000)),
		"frames":    with(page("guid: b\naudio: a.mp3\n", ""), "a.mp3", strings.Repeat("\xff\xfb", 3_000_000)),
		"parts":     with(page("guid: c\naudio: a.m4a\n", ""), "a.m4a", manyParts()),
		"endless":   with(page("guid: d\naudio: a.m4a\n", ""), "a.m4a", string(atom("ftyp", []byte("M4A ")))+strings.Repeat("\x20\x00\x00\x00moov", 100_000)),
		"picture":   with(page("guid: e\n", "![x](p.png)"), "p.png", hugePicture(30_000)),
		"voices":    with(page("guid: f\ntranscript: t.vtt\n", ""), "t.vtt", "WEBVTT\n\n"+cue+strings.Repeat("<v>a", 1_000_000)),
		"cues":      with(page("guid: g\ntranscript: t.srt\n", ""), "t.srt", strings.Repeat(cue+"a\n\n", 110_000)),
		"deep":      with(page("guid: h\ntranscript: t.json\n", ""), "t.json", `{"segments":`+strings.Repeat("[", 3_000_000)),
		"laughs":    page("guid: i\na: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: [*b,*b,*b,*b]\n", ""),
		"brackets":  page("guid: j\nx: "+strings.Repeat("[", 3900)+"\n", ""),
		"long":      page("guid: k\nsummary: "+strings.Repeat("x", 200<<10)+"\n", ""),
		"emphasis":  page("guid: l\n", strings.Repeat("_* ", 300_000)),
		"nesting":   page("guid: m\n", strings.Repeat("> ", 500_000)),
		"addresses": page("guid: n\n", "[a]: https://h.example/"+strings.Repeat("u", 50_000)+"\n\n"+strings.Repeat("![a] ", 100_000)),
		"files":     page("guid: o\n", strings.Repeat("[](a.pdf)\n\n[](b.png)\n\n", 40_000)),
	}
}

// TestContentBombs puts files into the folder of a running site that claim or unfold to far more than they are: each is told with its
// name, readers are served meanwhile, and the process does not grow.
func TestContentBombs(t *testing.T) {
	t.Parallel()
	dir := newShow(t)
	s := start(t, withContent(dir))
	d := s.desk()
	home := s.get("/").Body
	before := s.memory()
	all := bombs()
	for name, files := range all {
		for file, data := range files {
			writeFile(t, filepath.Join(dir, "episodes", name, file), data)
		}
	}
	var told string
	eventually(t, patience, "every bomb is told", func() bool {
		if a := s.get("/"); a.Status != http.StatusOK {
			t.Fatalf("the home page: %d", a.Status)
		}
		told = s.get("/desk/content", "Cookie", d.cookie).Body
		for name := range all {
			if !strings.Contains(told, "episodes/"+name+"/") {
				return false
			}
		}
		return true
	})
	if got := s.get("/").Body; got != home {
		t.Error("the home page changed")
	}
	for _, sentence := range []string{"too many small parts", "more than the whole file has", "30000 x 30000 pixels", "over 50000 cues", "exceeded max depth", "more than 64 KiB", "signs for emphasis", "nested more than"} {
		if !strings.Contains(told, sentence) {
			t.Errorf("the desk does not say %q", sentence)
		}
	}
	if took := s.memory() - before; took > 150<<20 {
		t.Errorf("%d MiB more than before", took>>20)
	}
}

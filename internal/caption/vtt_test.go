package caption_test

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"insider/internal/caption"
	"insider/internal/show"
)

var update = flag.Bool("update", false, "write golden files")

// golden compares with a file of testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("%s differs:\n%s\nwant:\n%s", name, got, want)
	}
}

func everything(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "everything.vtt"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func cue(speaker string, start, end time.Duration, text string) show.Cue {
	return show.Cue{Speaker: speaker, Start: start, End: end, Text: text}
}

func parse(t testing.TB, data []byte) []show.Cue {
	t.Helper()
	cues, err := caption.ParseVTT(data)
	if err != nil {
		t.Fatal(err)
	}
	return cues
}

func TestParseVTT(t *testing.T) {
	const late = 100 * time.Hour
	want := []show.Cue{
		cue("Ann Van Damme", 0, 2500*time.Millisecond, "Hello & welcome."),
		cue("Ann Van Damme", 2500*time.Millisecond, 4*time.Second, "Two lines,\none voice"),
		cue("Bob", time.Hour+4*time.Second, late+5*time.Second, "Yes?"),
		cue("Ann", time.Hour+4*time.Second, late+5*time.Second, "No <script>alert(1)</script>"),
		cue("", time.Hour+4*time.Second, late+5*time.Second, "everybody"),
		cue("", late, late, "No speaker café"),
	}
	got := parse(t, everything(t))
	if !slices.Equal(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	unix := strings.ReplaceAll(string(everything(t)), "\r\n", "\n")
	for name, ends := range map[string]string{"LF": unix, "CR": strings.ReplaceAll(unix, "\n", "\r")} {
		if !slices.Equal(parse(t, []byte(ends)), want) {
			t.Errorf("%s gives other cues", name)
		}
	}
}

func TestParseVTTWithoutCues(t *testing.T) {
	for _, text := range []string{"WEBVTT", "WEBVTT\n", "WEBVTT title\n\nNOTE\n\n\n", "\ufeffWEBVTT\tx\n\nSTYLE\na\n"} {
		if got := parse(t, []byte(text)); len(got) != 0 {
			t.Errorf("%q gives %+v", text, got)
		}
	}
}

func TestParseVTTMistakes(t *testing.T) {
	before := "WEBVTT\n\n00:01.000 --> 00:02.000\nx\n\n"
	for name, c := range map[string]struct {
		text string
		line int
		says string
	}{
		"empty":                {"", 1, `"WEBVTT"`},
		"no header":            {"1\n00:01.000 --> 00:02.000\nx\n", 1, `"WEBVTT"`},
		"header run on":        {"WEBVTTX\n", 1, `"WEBVTT"`},
		"no line after header": {"WEBVTT\n00:01.000 --> 00:02.000\nx\n", 2, "blank line"},
		"comma":                {"WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nx\n", 3, "comma"},
		"no thousandths":       {"WEBVTT\n\n00:01 --> 00:02\nx\n", 3, `"00:01" is no time`},
		"seconds over 59":      {"WEBVTT\n\n00:61.000 --> 01:02.000\nx\n", 3, "no time"},
		"a sign":               {"WEBVTT\n\n-1:01.000 --> 01:02.000\nx\n", 3, "no time"},
		"no end":               {"WEBVTT\n\n00:01.000 -->\nx\n", 3, "no time"},
		"too many hours":       {"WEBVTT\n\n00:01.000 --> 1000:00:00.000\nx\n", 3, "no time"},
		"end before start":     {"WEBVTT\n\n00:02.000 --> 00:01.000\nx\n", 3, "before it starts at 00:00:02.000"},
		"out of order":         {before + "00:00.500 --> 00:03.000\ny\n", 6, "order of time"},
		"text without times":   {before + "only text\n\n", 6, "must come before the text"},
		"two cues run on":      {"WEBVTT\n\n00:01.000 --> 00:02.000\nx\n2\n00:03.000 --> 00:04.000\ny\n", 6, "blank line"},
		"not UTF-8":            {before + "00:02.000 --> 00:03.000\ncaf\xe9\n", 7, "not UTF-8"},
		"UTF-16":               {"\xff\xfeW\x00E\x00", 1, "UTF-16"},
		"too large":            {before + strings.Repeat("\n", caption.MaxBytes), 0, "MiB"},
		"too many cues":        {"WEBVTT\n\n" + strings.Repeat("00:01.000 --> 00:02.000\nx\n\n", caption.MaxCues+1), 3 + 3*caption.MaxCues, "cues"},
	} {
		cues, err := caption.ParseVTT([]byte(c.text))
		var mistake *caption.Error
		if !errors.As(err, &mistake) || cues != nil {
			t.Errorf("%s: %v, %v", name, cues, err)
			continue
		}
		if mistake.Line != c.line || !strings.Contains(mistake.Sentence, c.says) {
			t.Errorf("%s: line %d %q; want line %d with %q", name, mistake.Line, mistake.Sentence, c.line, c.says)
		}
	}
}

func TestErrorSaysItsLine(t *testing.T) {
	_, err := caption.ParseVTT([]byte("WEBVTT\n\nx\n"))
	if err == nil || !strings.HasPrefix(err.Error(), "line 3: ") {
		t.Error(err)
	}
	if e := (&caption.Error{Sentence: "Too much."}); e.Error() != "Too much." {
		t.Error(e)
	}
}

func TestFormatVTT(t *testing.T) {
	cues := parse(t, everything(t))
	formatted := caption.FormatVTT(cues)
	golden(t, "everything.formatted.vtt", formatted)
	if back := parse(t, formatted); !slices.Equal(back, cues) {
		t.Errorf("read back as %+v", back)
	}
}

func TestFormatVTTHoldsHostileTextDown(t *testing.T) {
	hostile := []show.Cue{
		cue("", time.Second, 2000*time.Hour, "NOTE\rx"),
		cue("Ann>\n\n00:09.000 --> 00:10.000", time.Second, 2*time.Second, "a\n\n00:03.000 --> 00:04.000\nb <v Bob>c & d\x00"),
	}
	want := []show.Cue{
		cue("", time.Second, 1000*time.Hour-time.Millisecond, "NOTE\nx"),
		cue("Ann> 00:09.000 --> 00:10.000", time.Second, 2*time.Second, "a\n00:03.000 --> 00:04.000\nb <v Bob>c & d"),
	}
	if got := parse(t, caption.FormatVTT(hostile)); !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
}

func TestFormatText(t *testing.T) {
	golden(t, "everything.txt", caption.FormatText(parse(t, everything(t))))
	long := make([]show.Cue, 40)
	for i := range long {
		long[i] = show.Cue{Speaker: "Ann", Text: "Forty sentences of the same length\nmake two paragraphs."}
	}
	long = append(long, show.Cue{Speaker: "Bob", Text: " "}, show.Cue{Text: "Nobody said this."})
	golden(t, "paragraphs.txt", caption.FormatText(long))
	if got := caption.FormatText(nil); len(got) != 0 {
		t.Errorf("no cues give %q", got)
	}
}

func FuzzParseVTT(f *testing.F) {
	f.Add(everything(f))
	f.Add([]byte("WEBVTT\n\n00:01.000 --> 00:02.000\n<v A&lt;b>x &#x3c;v y>&#10;&#10;z</v><v>\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		cues, err := caption.ParseVTT(data)
		if err != nil {
			var mistake *caption.Error
			if !errors.As(err, &mistake) || mistake.Sentence == "" {
				t.Fatalf("%T %v", err, err)
			}
			return
		}
		for _, c := range cues {
			if c.End < c.Start || c.Text == "" || strings.Contains(c.Text, "\n\n") || strings.ContainsAny(c.Speaker, "\n\r\x00") {
				t.Fatalf("%+v", c)
			}
		}
		back, err := caption.ParseVTT(caption.FormatVTT(cues))
		if err != nil || !slices.Equal(back, cues) {
			t.Fatalf("%+v\nread back as %+v, %v", cues, back, err)
		}
	})
}

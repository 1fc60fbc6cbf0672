package caption_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"insider/internal/caption"
	"insider/internal/show"
)

func read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func ms(n int) time.Duration { return time.Duration(n) * time.Millisecond }

func TestParseSRT(t *testing.T) {
	got, err := caption.ParseSRT(read(t, "everything.srt"))
	if err != nil {
		t.Fatal(err)
	}
	want := []show.Cue{
		cue("Ann Van Damme", ms(780), ms(3500), "Hello & welcome\nto the show."),
		cue("Ann Van Damme", ms(3500), ms(6210), "we talk about pumps: all of them"),
		cue("Bo", ms(7000), ms(8000), "Yes?"),
		cue("Cléo van den Berg", ms(7000), ms(8000), "No."),
		cue("Cléo van den Berg", time.Hour, time.Hour+ms(2000), "So I said: 5 < 6 and b"),
		cue("Cléo van den Berg", time.Hour+ms(5000), time.Hour+ms(6000), "1984"),
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// TestSpeakersInSRT knows names from what only looks like one.
func TestSpeakersInSRT(t *testing.T) {
	for line, want := range map[string][2]string{
		"Ann: Hello":                 {"Ann", "Hello"},
		"Speaker 1: Hello":           {"Speaker 1", "Hello"},
		"SPEAKER_00: Hello":          {"SPEAKER_00", "Hello"},
		"Dr. O’Hara: Hello":          {"Dr. O’Hara", "Hello"},
		"山田: こんにちは":                  {"山田", "こんにちは"},
		"So I said: hello":           {"", "So I said: hello"},
		"one thing: pumps":           {"", "one thing: pumps"},
		"At 10:30 we left":           {"", "At 10:30 we left"},
		"Look, Ann: a pump":          {"", "Look, Ann: a pump"},
		"One Two Three Four Five: x": {"", "One Two Three Four Five: x"},
		"Ann:":                       {"", "Ann:"},
		"https://example.com":        {"", "https://example.com"},
		": x":                        {"", ": x"},
	} {
		cues, err := caption.ParseSRT([]byte("1\n00:00:01,000 --> 00:00:02,000\n" + line + "\n"))
		if err != nil || len(cues) != 1 || cues[0].Speaker != want[0] || cues[0].Text != want[1] {
			t.Errorf("%s: %+v, %v", line, cues, err)
		}
	}
}

func TestParseSRTMistakes(t *testing.T) {
	const first = "1\n00:00:01,000 --> 00:00:02,000\nx\n\n"
	for name, c := range map[string]struct {
		text string
		line int
		says string
	}{
		"text without times":  {first + "2\nonly text\n", 6, "must come before the text"},
		"a number alone":      {first + "2\n", 6, "must come before the text"},
		"no number, no times": {"only text\n", 1, "must come before the text"},
		"WebVTT":              {"WEBVTT\n\n00:01.000 --> 00:02.000\nx\n", 1, "WebVTT"},
		"no time":             {"1\n00:00:01,000 --> soon\nx\n", 2, `"soon" is no time`},
		"minutes over 59":     {"1\n00:60:01,000 --> 01:00:02,000\nx\n", 2, "no time"},
		"a sign":              {"1\n-0:00:01,000 --> 01:00:02,000\nx\n", 2, "no time"},
		"end before start":    {"1\n00:00:02,000 --> 00:00:01,000\nx\n", 2, "before it starts"},
		"out of order":        {first + "2\n00:00:00,500 --> 00:00:01,000\ny\n", 6, "order of time"},
		"two cues run on":     {"1\n00:00:01,000 --> 00:00:02,000\nx\n2\n00:00:03,000 --> 00:00:04,000\ny\n", 5, "blank line"},
		"not UTF-8":           {first + "2\n00:00:02,000 --> 00:00:03,000\ncaf\xe9\n", 7, "not UTF-8"},
		"too many cues":       {strings.Repeat("00:00:01,000 --> 00:00:02,000\nx\n\n", caption.MaxCues+1), 1 + 3*caption.MaxCues, "cues"},
	} {
		checkMistake(t, name, c.line, c.says, func() ([]show.Cue, error) { return caption.ParseSRT([]byte(c.text)) })
	}
	if cues, err := caption.ParseSRT([]byte("\ufeff \r\n")); err != nil || len(cues) != 0 {
		t.Errorf("an empty file gives %v, %v", cues, err)
	}
}

func checkMistake(t *testing.T, name string, line int, says string, parse func() ([]show.Cue, error)) {
	t.Helper()
	cues, err := parse()
	var mistake *caption.Error
	if !errors.As(err, &mistake) || cues != nil {
		t.Errorf("%s: %v, %v", name, cues, err)
		return
	}
	if mistake.Line != line || !strings.Contains(mistake.Sentence, says) {
		t.Errorf("%s: line %d %q; want line %d with %q", name, mistake.Line, mistake.Sentence, line, says)
	}
}

func TestFormatSRT(t *testing.T) {
	cues, err := caption.ParseSRT(read(t, "everything.srt"))
	if err != nil {
		t.Fatal(err)
	}
	formatted := caption.FormatSRT(cues)
	golden(t, "everything.formatted.srt", formatted)
	if back, err := caption.ParseSRT(formatted); err != nil || !slices.Equal(back, cues) {
		t.Errorf("read back as %+v, %v", back, err)
	}
}

func TestFormatSRTHoldsHostileTextDown(t *testing.T) {
	hostile := []show.Cue{
		cue("", time.Second, 2*time.Second, "a\n\n9\n00:00:03,000 --> 00:00:04,000\nb"),
		cue("Ann:\n<script>", time.Second, 2000*time.Hour, `<img src=x onerror=y> {\an8} <b`),
	}
	got := string(caption.FormatSRT(hostile))
	want := "1\n00:00:01,000 --> 00:00:02,000\na\n9\n00:00:03,000 → 00:00:04,000\nb\n\n" +
		"2\n00:00:01,000 --> 999:59:59,999\nAnn ‹script>: ‹img src=x onerror=y> (\\an8} ‹b\n"
	if got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

func FuzzParseSRT(f *testing.F) {
	f.Add(read(f, "everything.srt"))
	f.Add([]byte("00:01,0 --> 00:02\nAnn: Bo: x\n- Bo: y\n<<b>i>{\\x}\n\n2\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		cues, err := caption.ParseSRT(data)
		checkCues(t, cues, err)
		once := caption.FormatSRT(cues)
		again, err := caption.ParseSRT(once)
		if err != nil || len(again) != len(cues) {
			t.Fatalf("%q\nread back as %+v, %v", once, again, err)
		}
		if twice := caption.FormatSRT(again); string(twice) != string(once) {
			t.Fatalf("%q\nbecomes %q", once, twice)
		}
	})
}

// checkCues holds what was read to what every parser promises.
func checkCues(t *testing.T, cues []show.Cue, err error) {
	t.Helper()
	var mistake *caption.Error
	if err != nil && (!errors.As(err, &mistake) || mistake.Sentence == "" || cues != nil) {
		t.Fatalf("%v, %T %v", cues, err, err)
	}
	for i, c := range cues {
		if c.Start < 0 || c.End < c.Start || i > 0 && c.Start < cues[i-1].Start || c.Text == "" || strings.Contains(c.Text, "\n\n") || strings.ContainsAny(c.Speaker, "\n\r\x00") {
			t.Fatalf("%+v", c)
		}
	}
}

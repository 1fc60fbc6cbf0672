package caption_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"insider/internal/caption"
	"insider/internal/show"
)

func TestParseJSON(t *testing.T) {
	for name, want := range map[string][]show.Cue{
		"everything.json": {
			cue("Ann", ms(500), ms(2000), "Hello &\nwelcome <b>all</b>."),
			cue("Ann", ms(2000), ms(8250), "These words have no end."),
			cue("Ann", ms(2000), ms(8250), "Nor do these."),
			cue("Bo", ms(8250), ms(10250), "The last words."),
		},
		"words.json": {
			cue("Darth", ms(500), ms(2500), "I am your father."),
			cue("Luke", ms(2750), ms(3000), "Nooooo"),
			cue("Luke", ms(6000), ms(10000), "That is impossible, whatever anybody here may say."),
			cue("Luke", ms(10000), ms(10500), "Search"),
		},
	} {
		got, err := caption.ParseJSON(read(t, name))
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %v\ngot  %+v\nwant %+v", name, err, got, want)
		}
	}
}

func TestParseJSONMistakes(t *testing.T) {
	const head = "{\"version\": \"1.0.0\",\n \"segments\": [\n"
	for name, c := range map[string]struct {
		text string
		line int
		says string
	}{
		"empty":            {"", 1, "no JSON"},
		"text":             {"\nWEBVTT", 2, "no JSON"},
		"cut off":          {head + "  {\"startTime\": 1,\n", 3, "no JSON"},
		"a list":           {"[]", 1, `no list "segments"`},
		"nothing":          {"null", 1, `no list "segments"`},
		"no segments":      {"{\"version\": \"1.0.0\"}", 1, `no list "segments"`},
		"segments no list": {"{\n\"segments\": {}}", 2, "is no list"},
		"a number":         {head + "  7]}", 3, "Segment 1 is no segment"},
		"no start":         {head + "  {\"startTime\": 1, \"body\": \"x\"},\n\n  {\"endTime\": 2, \"body\": \"x\"}]}", 5, "Segment 2 has no startTime"},
		"start as text":    {head + "  {\"startTime\": \"1\", \"body\": \"x\"}]}", 3, "startTime of segment 1 is a string"},
		"before the start": {head + "  {\"startTime\": -1, \"body\": \"x\"}]}", 3, "has no startTime"},
		"endless":          {head + "  {\"startTime\": 1, \"endTime\": 1e300, \"body\": \"x\"}]}", 3, "endTime of segment 1"},
		"end before start": {head + "  {\"startTime\": 2, \"endTime\": 1, \"body\": \"x\"}]}", 3, "before it starts"},
		"out of order":     {head + "  {\"startTime\": 2, \"body\": \"x\"},\n  {\"startTime\": 1, \"body\": \"y\"}]}", 4, "order of time"},
		"not UTF-8":        {head + "  {\"startTime\": 2, \"body\": \"caf\xe9\"}]}", 3, "not UTF-8"},
		"too many":         {head + strings.Repeat(`{"startTime": 1, "body": "x y z"},`, caption.MaxCues) + `{"startTime": 1, "body": "x y z"}]}`, 0, "segments"},
	} {
		checkMistake(t, name, c.line, c.says, func() ([]show.Cue, error) { return caption.ParseJSON([]byte(c.text)) })
	}
}

func TestFormatJSON(t *testing.T) {
	cues := parse(t, everything(t))
	formatted := caption.FormatJSON(cues)
	golden(t, "everything.formatted.json", formatted)
	if back, err := caption.ParseJSON(formatted); err != nil || !slices.Equal(back, cues) {
		t.Errorf("read back as %+v, %v", back, err)
	}
	if got := string(caption.FormatJSON(nil)); !strings.Contains(got, `"segments": []`) {
		t.Errorf("no cues give %s", got)
	}
	hostile := caption.FormatJSON([]show.Cue{cue("A\x00\"\n", -time.Hour, 2000*time.Hour, "x\xff\n\n</script>")})
	if back, err := caption.ParseJSON(hostile); err != nil || len(back) != 1 || back[0].Speaker != `A"` || back[0].Text != "x�\n</script>" {
		t.Errorf("%s\nread back as %+v, %v", hostile, back, err)
	}
}

func FuzzParseJSON(f *testing.F) {
	f.Add(read(f, "everything.json"))
	f.Add(read(f, "words.json"))
	f.Add([]byte(`{"Segments":[{"startTime":1,"body":"a"},{"startTime":1,"body":"b"}],"segments":[{"startTime":2,"body":"c"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		cues, err := caption.ParseJSON(data)
		checkCues(t, cues, err)
		once := caption.FormatJSON(cues)
		again, err := caption.ParseJSON(once)
		if err != nil {
			t.Fatalf("%s\n%v", once, err)
		}
		if third, err := caption.ParseJSON(caption.FormatJSON(again)); err != nil || len(third) > len(again) || len(again) > len(cues) {
			t.Fatalf("%+v\nbecomes %+v, %v", again, third, err)
		}
	})
}

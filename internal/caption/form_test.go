package caption_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"insider/internal/caption"
	"insider/internal/show"
)

// TestEveryFormKeepsSpeakersAndText reads one transcript in each form and writes it in all.
func TestEveryFormKeepsSpeakersAndText(t *testing.T) {
	cues := []show.Cue{
		cue("Ann", 0, ms(2500), "Hello & welcome."),
		cue("Ann", ms(2500), ms(4000), "Two lines,\none voice"),
		cue("Bo", time.Hour, time.Hour+ms(5000), "5 < 6, said Bo"),
	}
	for _, f := range caption.Forms() {
		written := f.Write(caption.Document{Title: "T", Language: "en", Cues: cues})
		for _, word := range []string{"Ann", "Bo", "welcome", "one voice"} {
			if !strings.Contains(string(written), word) {
				t.Errorf("%s lacks %q:\n%s", f.Name, word, written)
			}
		}
		if !caption.CanRead("x." + strings.ToUpper(f.Extension)) {
			continue
		}
		if back, err := caption.Read("x."+f.Extension, written); err != nil || !slices.Equal(back, cues) {
			t.Errorf("%s reads back as %+v, %v", f.Name, back, err)
		}
	}
	for _, name := range []string{"notes.txt", "notes.html", "notes.docx", "vtt", ""} {
		if _, err := caption.Read(name, nil); err == nil || caption.CanRead(name) {
			t.Errorf("%q is read", name)
		}
	}
}

// TestNamesStandUntilTheNext reads files that name speakers only as they change, and files that name every cue.
func TestNamesStandUntilTheNext(t *testing.T) {
	file := func(lines ...string) []byte {
		text := "WEBVTT\n"
		for _, line := range lines {
			text += "\n00:01.000 --> 00:02.000\n" + line + "\n"
		}
		return []byte(text)
	}
	for name, c := range map[string]struct {
		lines []string
		want  []string
	}{
		"as they change": {[]string{"x", "<v A>x", "x", "<v B>x", "x", "x"}, []string{"", "A", "A", "B", "B", "B"}},
		"every cue":      {[]string{"<v A>x", "<v A>x", "[music]", "<v B>x"}, []string{"A", "A", "", "B"}},
		"nobody":         {[]string{"x", "y"}, []string{"", ""}},
	} {
		var got []string
		for _, c := range parse(t, file(c.lines...)) {
			got = append(got, c.Speaker)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestFormatHTML(t *testing.T) {
	document := caption.Document{Title: `A "title" <b>`, Language: `en`, Cues: append(parse(t, everything(t)),
		cue("<script>", 101*time.Hour, 102*time.Hour, `</p><img src=x onerror="y">`))}
	written := caption.FormatHTML(document)
	golden(t, "everything.html", written)
	if got := string(caption.FormatHTML(caption.Document{})); strings.Contains(got, "lang") || !strings.Contains(got, "<body>\n</body>") {
		t.Errorf("an empty document is %s", got)
	}
}

// TestFFmpegReadsWhatIsWritten gives VTT and SRT to another reader.
func TestFFmpegReadsWhatIsWritten(t *testing.T) {
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("SKIP-TOOL ffmpeg: WebVTT and SRT are not read by another program")
	}
	cues := []show.Cue{cue("Ann", ms(500), ms(2500), "Hello & welcome, 5 < 6."), cue("Bo", ms(2500), ms(4001), "Two\nlines")}
	for form, written := range map[string][]byte{"webvtt": caption.FormatVTT(cues), "srt": caption.FormatSRT(cues)} {
		cmd := exec.CommandContext(t.Context(), "ffmpeg", "-loglevel", "error", "-f", form, "-i", "-", "-f", "srt", "-")
		cmd.Stdin = strings.NewReader(string(written))
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Errorf("%s: %v", form, err)
		}
		for _, want := range []string{"00:00:02,500 --> 00:00:04,001", "Hello & welcome, 5 < 6.", "Two\nlines"} {
			if read := strings.ReplaceAll(string(out), "\r", ""); !strings.Contains(read, want) {
				t.Errorf("%s: %q is not in\n%q", form, want, read)
			}
		}
	}
}

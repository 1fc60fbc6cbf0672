package audio_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"insider/internal/audio"
)

// tools skips a test, loudly, on a machine without ffmpeg.
func tools(t *testing.T) {
	t.Helper()
	for _, name := range []string{"ffmpeg", "ffprobe"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skip("SKIP-TOOL ffmpeg: real MP3s are not made and compared, " + name + " is missing")
		}
	}
}

func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

// encode makes an MP3 of changing sound, so that a variable bit rate varies.
func encode(t *testing.T, length string, args ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "a.mp3")
	sound := "aevalsrc=exprs='sin(440*2*PI*t)*lt(mod(t,4),1)+(random(0)-0.5)*gt(mod(t,4),2)':d=" + length
	run(t, "ffmpeg", append([]string{"-hide_banner", "-loglevel", "error", "-f", "lavfi", "-i", sound}, append(args, file)...)...)
	return file
}

func probeFile(t *testing.T, name string) *audio.Info {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	stat, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	info, err := audio.Probe(f, stat.Size())
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return info
}

func ffprobeDuration(t *testing.T, file string) time.Duration {
	t.Helper()
	out := run(t, "ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", file)
	s, err := strconv.ParseFloat(out, 64)
	if err != nil {
		t.Fatalf("ffprobe said %q", out)
	}
	return seconds(s)
}

func TestAgainstFFprobe(t *testing.T) {
	tools(t)
	for name, args := range map[string][]string{
		"128k stereo 44.1":          {"-b:a", "128k", "-ac", "2", "-ar", "44100"},
		"64k mono 44.1":             {"-b:a", "64k", "-ac", "1", "-ar", "44100"},
		"64k mono 22.05":            {"-b:a", "64k", "-ac", "1", "-ar", "22050"},
		"64k stereo 48":             {"-b:a", "64k", "-ac", "2", "-ar", "48000"},
		"24k mono 11.025":           {"-b:a", "24k", "-ac", "1", "-ar", "11025"},
		"VBR best stereo 44.1":      {"-q:a", "0", "-ac", "2", "-ar", "44100"},
		"VBR middle mono 48":        {"-q:a", "5", "-ac", "1", "-ar", "48000"},
		"VBR small mono 22.05":      {"-q:a", "9", "-ac", "1", "-ar", "22050"},
		"average bit rate":          {"-b:a", "96k", "-abr", "1", "-ac", "2", "-ar", "44100"},
		"CBR without summary":       {"-b:a", "128k", "-ac", "2", "-ar", "44100", "-write_xing", "0"},
		"CBR without summary 22.05": {"-b:a", "64k", "-ac", "1", "-ar", "22050", "-write_xing", "0", "-id3v2_version", "0", "-write_id3v1", "1"},
		"ID3v2.3 and ID3v1":         {"-b:a", "64k", "-ac", "1", "-id3v2_version", "3", "-write_id3v1", "1", "-metadata", "title=Zwei Uhren – größer"},
	} {
		t.Run(name, func(t *testing.T) {
			file := encode(t, "17.3", args...)
			info := probeFile(t, file)
			near(t, "duration", info.Duration, ffprobeDuration(t, file))
			stat, err := os.Stat(file)
			if err != nil || info.Bytes != stat.Size() || info.Type != "audio/mpeg" {
				t.Errorf("%+v, %v", info, err)
			}
			wantVBR := strings.HasPrefix(name, "VBR") || strings.HasPrefix(name, "average")
			if info.VBR != wantVBR {
				t.Errorf("VBR %v", info.VBR)
			}
			if _, rate, ok := strings.Cut(strings.Join(args, " "), "-b:a "); ok && !wantVBR {
				if want, _, _ := strings.Cut(rate, "k"); strconv.Itoa(info.BitRate) != want+"000" {
					t.Errorf("bit rate %d, want %s000", info.BitRate, want)
				}
			}
			if strings.HasPrefix(name, "ID3") && info.Title != "Zwei Uhren – größer" {
				t.Errorf("title %q", info.Title)
			}
		})
	}
}

// TestVariableWithoutSummary compares with the decoded length, for ffprobe can only guess at such a file.
func TestVariableWithoutSummary(t *testing.T) {
	tools(t)
	file := encode(t, "40", "-q:a", "4", "-ac", "1", "-ar", "44100", "-write_xing", "0")
	info := probeFile(t, file)
	near(t, "duration", info.Duration, 40*time.Second)
	if !info.VBR {
		t.Error("taken for a constant bit rate")
	}
}

func TestHeaderBytesAgainstFFprobe(t *testing.T) {
	tools(t)
	cover := filepath.Join(t.TempDir(), "cover.jpg")
	run(t, "ffmpeg", "-hide_banner", "-loglevel", "error", "-f", "lavfi", "-i", "testsrc=s=640x640", "-frames:v", "1", cover)
	for _, version := range []string{"3", "4"} {
		file := encode(t, "5", "-i", cover, "-map", "0", "-map", "1", "-c:v", "copy", "-disposition:v", "attached_pic",
			"-b:a", "64k", "-id3v2_version", version, "-metadata", "artist=David", "-write_xing", "0")
		info := probeFile(t, file)
		first, _, _ := strings.Cut(run(t, "ffprobe", "-v", "error", "-select_streams", "a", "-show_entries", "packet=pos", "-of", "csv=p=0", file), "\n")
		if pos := strings.Trim(first, ", \r"); strconv.FormatInt(info.HeaderBytes, 10) != pos {
			t.Errorf("ID3v2.%s: %d header bytes, ffprobe's first packet is at %s", version, info.HeaderBytes, pos)
		}
		original, err := os.ReadFile(cover)
		if err != nil || string(info.Picture) != string(original) || info.PictureType != "image/jpeg" || info.Artist != "David" {
			t.Errorf("ID3v2.%s: picture %s of %d bytes, artist %q, %v", version, info.PictureType, len(info.Picture), info.Artist, err)
		}
		near(t, "duration", info.Duration, ffprobeDuration(t, file))
	}
}

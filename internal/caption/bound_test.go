package caption_test

import (
	"runtime"
	"strings"
	"testing"

	"insider/internal/caption"
)

// TestOneCueOfManyVoicesTakesLittle reads transcripts of the largest size whose only cue parts into a million: they are refused
// before the million is made.
func TestOneCueOfManyVoicesTakesLittle(t *testing.T) {
	const begin = "00:00:00.000 --> 00:00:01.000\n"
	for name, data := range map[string]string{
		"a.vtt": "WEBVTT\n\n" + begin + strings.Repeat("<v>a", 1_000_000),
		"a.srt": begin + strings.Repeat("A: b\n", 800_000),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := caption.Read(name, []byte(data))
		runtime.ReadMemStats(&after)
		if err == nil || !strings.Contains(err.Error(), "over 50000 cues") {
			t.Errorf("%s: %v", name, err)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 100<<20 {
			t.Errorf("%s: %d bytes took %d MiB", name, len(data), used>>20)
		}
	}
}

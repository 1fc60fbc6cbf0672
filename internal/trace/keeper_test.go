package trace_test

import (
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"insider/internal/derived"
	"insider/internal/show"
	"insider/internal/trace"
)

// counted is a transcript that counts how often it is read.
type counted struct {
	cues  []show.Cue
	err   error
	reads atomic.Int32
}

func (c *counted) Cues() ([]show.Cue, error) {
	c.reads.Add(1)
	return c.cues, c.err
}

// spoken is an episode with a transcript whose file has a hash.
func spoken(hash string, script show.Script) *show.Episode {
	ep := episode(time.Hour)
	ep.Transcripts = []show.Transcript{{File: &show.File{Hash: hash}, Script: script}}
	return ep
}

func keeper(t testing.TB, dir string) *trace.Keeper {
	t.Helper()
	folder, err := derived.Open(dir, slog.New(slog.DiscardHandler), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return trace.NewKeeper(folder)
}

func conversation(seed uint64) []show.Cue {
	return talk(rand.New(rand.NewPCG(seed, 3)), time.Hour, "Ada", "Bo", "Guest")
}

func TestATranscriptIsReadOnce(t *testing.T) {
	dir := t.TempDir()
	script := &counted{cues: conversation(1)}
	ep := spoken("one", script)
	want := trace.Of(hosts, ep, script.cues)
	first := keeper(t, dir)
	for _, k := range []*trace.Keeper{first, first, keeper(t, dir)} {
		if diff := cmp.Diff(want, k.Of(hosts, ep)); diff != "" {
			t.Error(diff)
		}
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() { first.Of(hosts, ep) })
	}
	group.Wait()
	if n := script.reads.Load(); n != 1 {
		t.Errorf("read %d times", n)
	}
	var none *trace.Keeper
	if diff := cmp.Diff(want, none.Of(hosts, ep)); diff != "" || script.reads.Load() != 2 {
		t.Errorf("without a keeper: %s", diff)
	}
}

func TestAnEpisodeWithoutATraceIsRememberedToo(t *testing.T) {
	dir := t.TempDir()
	script := &counted{cues: []show.Cue{{End: time.Minute, Text: "nobody is named"}}}
	for range 2 {
		if got := keeper(t, dir).Of(hosts, spoken("mute", script)); got != nil {
			t.Errorf("%+v", got)
		}
	}
	if n := script.reads.Load(); n != 1 {
		t.Errorf("read %d times", n)
	}
	if got := keeper(t, dir).Of(hosts, episode(time.Hour)); got != nil {
		t.Errorf("without a transcript: %+v", got)
	}
}

func TestWhatATraceIsMadeFromNamesIt(t *testing.T) {
	script := &counted{cues: conversation(2)}
	k := keeper(t, t.TempDir())
	k.Of(hosts, spoken("two", script))
	for name, change := range map[string]func(*show.Show, *show.Episode){
		"the transcript":        func(_ *show.Show, ep *show.Episode) { ep.Transcripts[0].File.Hash = "other" },
		"the length":            func(_ *show.Show, ep *show.Episode) { ep.Audio.Duration++ },
		"a voice":               func(_ *show.Show, ep *show.Episode) { ep.Voices = map[string]show.Voice{"Ada": {Pen: 2}} },
		"a person":              func(_ *show.Show, ep *show.Episode) { ep.Voices = map[string]show.Voice{"Ada": {Person: bo}} },
		"the order of hosts":    func(s *show.Show, _ *show.Episode) { s.Hosts = []*show.Person{bo, ada, cy} },
		"the name of a host":    func(s *show.Show, _ *show.Episode) { s.Hosts = []*show.Person{ada, {Slug: "bo", Name: "Bob"}, cy} },
		"how many hosts it has": func(s *show.Show, _ *show.Episode) { s.Hosts = nil },
	} {
		s, ep, before := &show.Show{Hosts: hosts.Hosts}, spoken("two", script), script.reads.Load()
		change(s, ep)
		if got := k.Of(s, ep); script.reads.Load() != before+1 {
			t.Errorf("%s changed, and the old trace was taken", name)
		} else if diff := cmp.Diff(trace.Of(s, ep, script.cues), got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestATranscriptThatCannotBeReadIsTriedAgain(t *testing.T) {
	k := keeper(t, t.TempDir())
	script := &counted{err: errors.New("away")}
	if got := k.Of(hosts, spoken("three", script)); got != nil {
		t.Errorf("%+v", got)
	}
	script.err, script.cues = nil, conversation(3)
	if k.Of(hosts, spoken("three", script)) == nil {
		t.Error("it can be read again, but is not")
	}
}

func TestABrokenFileIsNotTaken(t *testing.T) {
	for _, broken := range []string{"", "{", "{}", `{"Length":1,"Bins":[],"Voices":[]}`, `{"Length":3600000000000,"Bins":[{}],"Voices":[{"Name":"x"}]}`} {
		dir := t.TempDir()
		script := &counted{cues: conversation(4)}
		ep := spoken("four", script)
		keeper(t, dir).Of(hosts, ep)
		files, err := filepath.Glob(filepath.Join(dir, "*.json"))
		if err != nil || len(files) != 1 {
			t.Fatal(files, err)
		}
		if err := os.WriteFile(files[0], []byte(broken), 0o600); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(trace.Of(hosts, ep, script.cues), keeper(t, dir).Of(hosts, ep)); diff != "" {
			t.Errorf("%q: %s", broken, diff)
		}
	}
}

// TestMemoryIsBounded asks for more traces than are remembered: those asked for last need no file.
func TestMemoryIsBounded(t *testing.T) {
	dir := t.TempDir()
	k, script := keeper(t, dir), &counted{cues: say("Ada 60")}
	for i := range 1200 {
		k.Of(hosts, spoken(fmt.Sprint(i), script))
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	before := script.reads.Load()
	for hash, want := range map[string]int32{"1199": 0, "800": 0, "3": 1} {
		k.Of(hosts, spoken(hash, script))
		if got := script.reads.Load() - before; got != want {
			t.Errorf("the trace of %s was made %d times, want %d", hash, got, want)
		}
		before = script.reads.Load()
	}
}

func BenchmarkOf(b *testing.B) {
	cues := conversation(5)
	ep := episode(time.Hour)
	for b.Loop() {
		trace.Of(hosts, ep, cues)
	}
}

func BenchmarkDraw(b *testing.B) {
	x := trace.Of(hosts, episode(time.Hour), conversation(5))
	b.Run("paths", func(b *testing.B) {
		for b.Loop() {
			x.Paths()
		}
	})
	b.Run("miniature", func(b *testing.B) {
		for b.Loop() {
			x.Miniature()
		}
	})
	b.Run("sentence", func(b *testing.B) {
		for b.Loop() {
			_ = x.Sentence()
		}
	})
}

func BenchmarkKept(b *testing.B) {
	dir := b.TempDir()
	ep := spoken("kept", &counted{cues: conversation(5)})
	k := keeper(b, dir)
	k.Of(hosts, ep)
	b.Run("memory", func(b *testing.B) {
		for b.Loop() {
			k.Of(hosts, ep)
		}
	})
	folder, err := derived.Open(dir, slog.New(slog.DiscardHandler), time.Now())
	if err != nil {
		b.Fatal(err)
	}
	b.Run("folder", func(b *testing.B) {
		for b.Loop() {
			trace.NewKeeper(folder).Of(hosts, ep)
		}
	})
}

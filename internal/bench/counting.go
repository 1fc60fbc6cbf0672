package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"insider/internal/downloads"
	"insider/internal/store"
)

func init() {
	steps = append(steps, step{"counting", (*bench).counting}, step{"recounting", (*bench).recounting})
}

// pairsOfServers is how many fresh pairs are compared: two processes of one program differ by some percent for as long as they
// live.
const pairsOfServers = 7

// counting measures what it costs to count: ranges of 1 MiB from a server that counts, with its batches, against one that
// does not.
func (b *bench) counting() error {
	var with, without []float64
	for i := range pairsOfServers {
		used, err := b.countingPair(strconv.Itoa(i))
		if err != nil {
			return err
		}
		with, without = append(with, used[0].Seconds()), append(without, used[1].Seconds())
	}
	b.table.add(row{what: "media, ranges of 1 MiB, counted and written, s CPU", ours: format(with, "%.2f"), floor: format(without, "%.2f"),
		ratio: median(ratios(with, without)), limit: 1.03, note: "(floor is the same without counting)"})
	return nil
}

// countingPair returns the processor time of a server that counts and of one that does not, for the same requests.
func (b *bench) countingPair(name string) ([]time.Duration, error) {
	on, err := b.insider("content", filepath.Join(b.dir, "counting-"+name))
	if err != nil {
		return nil, err
	}
	defer on.stop()
	off, err := b.uncounted("content", filepath.Join(b.dir, "uncounted-"+name))
	if err != nil {
		return nil, err
	}
	defer off.stop()
	media, _, err := b.firstEnclosure(on)
	if err != nil {
		return nil, err
	}
	q := request{method: "GET", path: media, headers: []string{"Range: bytes=0-1048575"}}
	before, err := cpuOf(on, off)
	if err != nil {
		return nil, err
	}
	if _, err := inTurns(target{on, q}, target{off, q}); err != nil {
		return nil, err
	}
	time.Sleep(time.Second) // the last batch
	after, err := cpuOf(on, off)
	if err != nil {
		return nil, err
	}
	return []time.Duration{after[0] - before[0], after[1] - before[1]}, nil
}

// cpuOf is the processor time that each process has used: also what it does between answers.
func cpuOf(processes ...*process) ([]time.Duration, error) {
	used := make([]time.Duration, len(processes))
	for i, p := range processes {
		var err error
		if used[i], err = p.cpu(); err != nil {
			return nil, err
		}
	}
	return used, nil
}

// uncounted starts the program as insider does, without counting.
func (b *bench) uncounted(content, data string) (*process, error) {
	addr, err := freeAddr()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(b.binary, "serve", "--events-days", "0")
	cmd.Env = append(os.Environ(), "INSIDER_ADDR="+addr, "INSIDER_BASE_URL=http://"+addr, "INSIDER_CONTENT="+content, "INSIDER_DATA="+data)
	return b.launch(cmd, addr)
}

const (
	recounted     = 1_000_000 // events
	recountedDays = 60
)

// recounting measures `insider figures` over a million events of 60 days.
func (b *bench) recounting() error {
	data := filepath.Join(b.dir, "recounting")
	if err := os.MkdirAll(data, 0o700); err != nil {
		return err
	}
	if err := fillEvents(filepath.Join(data, "insider.db")); err != nil {
		return err
	}
	var cpu, memory []float64
	for range 3 {
		cmd := exec.Command(b.binary, "figures", "--json")
		cmd.Env = append(os.Environ(), "INSIDER_DATA="+data)
		cmd.Stderr = os.Stderr
		if err := cmd.Run(); err != nil {
			return err
		}
		state := cmd.ProcessState
		cpu = append(cpu, (state.UserTime() + state.SystemTime()).Seconds())
		memory = append(memory, float64(state.SysUsage().(*syscall.Rusage).Maxrss)/1000)
	}
	b.table.add(row{what: "a million events recounted, s CPU", ours: format(cpu, "%.2f"), floor: "5", ratio: median(cpu) / 5, limit: 1})
	b.table.add(row{what: "a million events recounted, MB at most", ours: format(memory, "%.0f"), floor: "200", ratio: median(memory) / 200, limit: 1})
	return nil
}

// fillEvents writes the events of a show with 200 episodes: players that ask in pieces, apps that take the whole, probes,
// bots and feeds.
func fillEvents(name string) error {
	ctx := context.Background()
	s, err := store.Open(ctx, store.Config{URL: "sqlite:" + name, Migrate: true})
	if err != nil {
		return err
	}
	defer s.Close()
	now := time.Now()
	files, episodes := make([]*downloads.File, 200), make([]downloads.Episode, 200)
	for i := range files {
		files[i] = &downloads.File{Hash: fmt.Sprintf("%032x", i), Bytes: 40 << 20, HeaderBytes: 300_000, Duration: 45 * time.Minute}
		episodes[i] = downloads.Episode{GUID: fmt.Sprintf("8d1f1a4e-0000-4000-8000-%012d", i), Slug: fmt.Sprint("episode-", i), Title: fmt.Sprint("Episode ", i),
			Published: now.AddDate(0, 0, -i)}
	}
	if err := s.RecordEpisodes(ctx, episodes); err != nil {
		return err
	}
	random := rand.New(rand.NewPCG(1, 2))
	const batch = recounted / recountedDays / 10
	first := downloads.DayOf(now) - recountedDays + 1
	for i := 0; i < recounted; i += batch {
		day := first + downloads.Day(i*recountedDays/recounted)
		events := make([]downloads.Event, min(batch, recounted-i))
		for j := range events {
			events[j] = anEvent(random, day, files, episodes)
		}
		if err := s.AppendEvents(ctx, day, events); err != nil {
			return err
		}
	}
	return nil
}

var listeningAgents = []string{"Podcasts/4025.610.1 CFNetwork/1568.200.51 Darwin/24.1.0", "Overcast/3.0 (+http://overcast.fm/; iOS podcast app)",
	"AppleCoreMedia/1.0.0.21F79 (iPhone; U; CPU OS 17_5 like Mac OS X; en_us)", "AntennaPod/3.5.0", "Pocket Casts",
	"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"}

func anEvent(random *rand.Rand, day downloads.Day, files []*downloads.File, episodes []downloads.Episode) downloads.Event {
	who, x := random.Uint64N(20_000), random.IntN(len(files))
	e := downloads.Event{At: day.Start().Add(time.Duration(random.Int64N(int64(24 * time.Hour)))), Kind: downloads.Media, Item: episodes[x].GUID, File: files[x],
		Method: "GET", Status: 206, Sent: 1 << 20, Listener: who<<16 | uint64(day), Before: who<<16 | uint64(day-1), Country: "BE",
		Agent: fmt.Sprint(listeningAgents[random.IntN(len(listeningAgents))], " ", random.IntN(50))}
	switch random.IntN(10) {
	case 0:
		e.Kind, e.Item, e.File, e.Status = downloads.Feed, "/podcast.xml", nil, 304
	case 1:
		e.Range, e.Sent = "bytes=0-1", 2
	case 2, 3:
		e.Status, e.Sent = 200, files[x].Bytes
	default:
		start := random.Int64N(40) << 20
		e.Range = fmt.Sprintf("bytes=%d-%d", start, start+1<<20-1)
	}
	return e
}

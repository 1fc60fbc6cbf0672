package main

import (
	"bufio"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// soakFor is how long the soak lasts: SOAK (e.g. 3m), half an hour without it.
func soakFor() time.Duration {
	if d, err := time.ParseDuration(os.Getenv("SOAK")); err == nil {
		return d
	}
	return 30 * time.Minute
}

// footprint is what a process holds.
type footprint struct {
	resident, heap          float64 // MiB
	goroutines, descriptors int
}

// soaking keeps 100 readers of the home page, 4 sign-ups a second and 20 visitors who roam on a server whose show changes, and looks
// whether memory, goroutines and descriptors stay flat: the middle third of the time against the last. It runs only when it is named.
func (b *bench) soaking() error {
	show := filepath.Join(b.dir, "soaked-show")
	if err := os.CopyFS(show, os.DirFS("content")); err != nil {
		return err
	}
	m, err := b.mixture("soaking", show)
	if err != nil {
		return err
	}
	defer m.stop()
	v, err := newVisitors(m.server)
	if err != nil {
		return err
	}
	const slices = 30
	length := soakFor() / slices
	var all []footprint
	for i := range slices {
		if err := renew(show, i); err != nil {
			return err
		}
		roamed := make(chan error, 1)
		go func() { roamed <- v.roam(20, length) }()
		if _, err := m.hold(100, 4, length); err != nil {
			return err
		}
		if err := <-roamed; err != nil {
			return err
		}
		f, err := m.footprint()
		if err != nil {
			return err
		}
		all = append(all, f)
	}
	b.soaked("resident, MiB", "%.0f", all, func(f footprint) float64 { return f.resident })
	b.soaked("heap in use, MiB", "%.1f", all, func(f footprint) float64 { return f.heap })
	b.soaked("goroutines", "%.0f", all, func(f footprint) float64 { return float64(f.goroutines) })
	b.soaked("descriptors", "%.0f", all, func(f footprint) float64 { return float64(f.descriptors) })
	b.table.add(row{what: "the same: sign-ups, mails, visits, stories", ours: fmt.Sprintf("%d, %d, %d, %d", m.signed.Load(), m.mails.Load(), v.visits.Load(), v.stories.Load())})
	return nil
}

// renew changes the newest article: each edition is new, and what was rendered, drawn and indexed of the one before is let go.
func renew(show string, round int) error {
	article, _, err := newest(show, "articles")
	if err != nil {
		return err
	}
	return writeInto(article, fmt.Sprintf("Round %d of the soak was here.", round))
}

func (b *bench) soaked(what, verb string, all []footprint, of func(footprint) float64) {
	values := make([]float64, len(all))
	for i, f := range all {
		values[i] = of(f)
	}
	third := len(values) / 3
	middle, last := values[third:2*third], values[2*third:]
	b.table.add(row{what: "after " + soakFor().String() + " of load: " + what, ours: format(last, verb), floor: format(middle, verb),
		ratio: median(last) / median(middle), limit: 1.10, note: "(floor is the middle third of the time)"})
}

// footprint looks at the server between two loads, when connections have ended.
func (m *mixture) footprint() (f footprint, err error) {
	if f.resident, err = m.server.resident(); err != nil {
		return f, err
	}
	open, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", m.server.cmd.Process.Pid))
	if err != nil {
		return f, err
	}
	f.descriptors = len(open)
	metrics, err := m.metrics()
	f.goroutines, f.heap = int(metrics["go_goroutines"]), metrics["go_memstats_heap_inuse_bytes"]/(1<<20)
	return f, err
}

// metrics reads the metrics without labels.
func (m *mixture) metrics() (map[string]float64, error) {
	resp, err := http.Get("http://" + m.admin + "/metrics")
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	found := map[string]float64{}
	for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
		if name, text, ok := strings.Cut(lines.Text(), " "); ok && !strings.ContainsAny(name, "#{") {
			if value, err := strconv.ParseFloat(text, 64); err == nil {
				found[name] = value
			}
		}
	}
	return found, nil
}

package main

import (
	"bufio"
	"fmt"
	"net/http"
	"os"
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

// soaking keeps 100 readers and 4 sign-ups a second on a server and looks whether memory, goroutines and descriptors stay flat: the
// middle of the second third of the time against the middle of the last. It runs only when it is named.
func (b *bench) soaking() error {
	m, err := b.mixture("soaking")
	if err != nil {
		return err
	}
	defer m.stop()
	const slices = 30
	length := soakFor() / slices
	var all []footprint
	for range slices {
		if _, err := m.hold(100, 4, length); err != nil {
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
	return nil
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

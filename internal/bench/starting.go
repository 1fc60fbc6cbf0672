package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"
)

const starts = 9

// starting measures the way from a folder of 1,000 episodes to the first page, without what was learnt before and with it,
// and what is resident then, a little later, and after feeds and pages were read.
func (b *bench) starting() error {
	show, err := b.show(1000, 0)
	if err != nil {
		return err
	}
	var cold, warm, parse, read []float64
	var memory [3][]float64
	for i := range starts {
		data := filepath.Join(b.dir, "starting-"+strconv.Itoa(i))
		for _, m := range []struct {
			to  *[]float64
			how func() (float64, error)
		}{
			{&parse, func() (float64, error) { return floorCPU("floor-parse", show) }},
			{&cold, func() (float64, error) { return b.firstPage(show, data, nil) }},
			{&read, func() (float64, error) { return floorCPU("floor-read", show) }},
			{&warm, func() (float64, error) {
				return b.firstPage(show, data, func(p *process) error { return residents(p, &memory) })
			}},
		} {
			used, err := m.how()
			if err != nil {
				return err
			}
			*m.to = append(*m.to, used)
		}
	}
	b.table.add(row{what: "1,000 episodes, first page without manifest, ms CPU", ours: format(cold, "%.0f"), floor: format(parse, "%.0f"),
		ratio: median(ratios(cold, parse)), limit: 1.5, note: "(floor reads every file and strictly parses front matter)"})
	b.table.add(row{what: "1,000 episodes, first page with manifest, ms CPU", ours: format(warm, "%.0f"), floor: format(read, "%.0f"),
		ratio: median(ratios(warm, read)), limit: 3, note: "(floor reads every file)"})
	for i, when := range []string{"at the first page", "three seconds later"} {
		b.table.add(row{what: "1,000 episodes, resident " + when + ", MiB", ours: format(memory[i], "%.0f"), floor: "64", ratio: median(memory[i]) / 64, limit: 1})
	}
	b.table.add(row{what: "1,000 episodes, resident after feeds and 50 pages, MiB", ours: format(memory[2], "%.0f")})
	return nil
}

// firstPage returns the processor time in ms from the start until the first page was answered; then is called after it.
func (b *bench) firstPage(show, data string, then func(*process) error) (float64, error) {
	p, err := b.insider(show, data)
	if err != nil {
		return 0, err
	}
	defer p.stop()
	used, err := p.cpu()
	if err == nil && then != nil {
		err = then(p)
	}
	return milliseconds(used), err
}

// residents adds the resident memory in MiB now, when what a start leaves for later is done, and after the feeds and the
// list pages were read.
func residents(p *process, memory *[3][]float64) error {
	for i, before := range []func() error{
		func() error { return nil },
		func() error { time.Sleep(3 * time.Second); return nil },
		func() error { return readMuch(p) },
	} {
		if err := before(); err != nil {
			return err
		}
		mib, err := p.resident()
		if err != nil {
			return err
		}
		memory[i] = append(memory[i], mib)
	}
	return nil
}

func readMuch(p *process) error {
	if err := fetchFeeds(p); err != nil {
		return err
	}
	for page := range 50 {
		if _, _, err := fetch(p.addr, request{method: "GET", path: fmt.Sprintf("/episodes?page=%d", page+1)}); err != nil {
			return err
		}
	}
	return nil
}

// floorCPU runs a floor that ends by itself and returns its processor time in ms.
func floorCPU(name, dir string) (float64, error) {
	self, err := os.Executable()
	if err != nil {
		return 0, err
	}
	cmd := exec.Command(self, name, dir)
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return 0, err
	}
	return milliseconds(cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()), nil
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1e3 }

// show generates a show once and returns its folder.
func (b *bench) show(episodes, articles int) (string, error) {
	dir := filepath.Join(b.dir, fmt.Sprintf("show-%d-%d", episodes, articles))
	if _, err := os.Stat(dir); err == nil {
		return dir, nil
	}
	out, err := exec.Command(b.binary, "generate", "--episodes", strconv.Itoa(episodes), "--articles", strconv.Itoa(articles), "--seed", "1", dir).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("generate: %w: %s", err, out)
	}
	return dir, settle(dir)
}

// settle sets every file a minute back, so that nothing counts as still being written.
func settle(dir string) error {
	then := time.Now().Add(-time.Minute)
	return filepath.WalkDir(dir, func(name string, _ os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Chtimes(name, then, then)
	})
}

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"
)

const startRounds = 5

// starting measures the way from a folder of 1,000 episodes to the first page: without what was learnt before, and with it.
func (b *bench) starting() error {
	show, err := b.show(1000, 0)
	if err != nil {
		return err
	}
	var cold, warm, parse, read, coldRatio, warmRatio, memory []float64
	for i := range startRounds {
		data := filepath.Join(b.dir, "starting-"+strconv.Itoa(i))
		c, _, err := b.timeToFirstPage(show, data)
		if err != nil {
			return err
		}
		w, rss, err := b.timeToFirstPage(show, data)
		if err != nil {
			return err
		}
		p, err := b.floorCPU("parse", show)
		if err != nil {
			return err
		}
		r, err := b.floorCPU("read", show)
		if err != nil {
			return err
		}
		cold, warm, parse, read = append(cold, c), append(warm, w), append(parse, p), append(read, r)
		coldRatio, warmRatio, memory = append(coldRatio, c/p), append(warmRatio, w/r), append(memory, rss)
	}
	ms := func(v []float64) string { return fmt.Sprintf("%.0f", median(v)) }
	b.table.add(row{what: "1,000 episodes, first page without manifest, ms CPU", ours: ms(cold), floor: ms(parse), ratio: median(coldRatio), limit: 1.5, note: "(floor reads and strictly parses)"})
	b.table.add(row{what: "1,000 episodes, first page with manifest, ms CPU", ours: ms(warm), floor: ms(read), ratio: median(warmRatio), limit: 3, note: "(floor reads every file)"})
	b.table.add(row{what: "1,000 episodes, resident, MiB", ours: fmt.Sprintf("%.0f", median(memory)), floor: "64", ratio: median(memory) / 64, limit: 1})
	return nil
}

// timeToFirstPage returns the processor time in ms until the first page was answered, and resident MiB then.
func (b *bench) timeToFirstPage(show, data string) (cpu, resident float64, err error) {
	p, err := b.insider(show, data)
	if err != nil {
		return 0, 0, err
	}
	defer p.stop()
	used, err := p.cpu()
	if err != nil {
		return 0, 0, err
	}
	rss, err := p.resident()
	return float64(used.Microseconds()) / 1e3, float64(rss) / (1 << 20), err
}

// floorCPU runs a floor that ends by itself and returns its processor time in ms.
func (b *bench) floorCPU(name, dir string) (float64, error) {
	self, err := os.Executable()
	if err != nil {
		return 0, err
	}
	cmd := exec.Command(self, name, dir)
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return 0, err
	}
	used := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	return float64(used.Microseconds()) / 1e3, nil
}

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
	settle(dir)
	return dir, nil
}

// settle sets every file a minute back, so that nothing counts as still being written.
func settle(dir string) {
	then := time.Now().Add(-time.Minute)
	_ = filepath.WalkDir(dir, func(name string, _ os.DirEntry, err error) error {
		if err == nil {
			_ = os.Chtimes(name, then, then)
		}
		return nil
	})
}

package main

import (
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

func init() { steps = append(steps, step{"besieged", (*bench).besieged}) }

const (
	besiegers   = 1000 // slow connections
	besiegedFor = 15 * time.Second
)

// besieged measures 100 readers, who come by a new connection for each page, while slowhttptest holds 1,000 connections that send
// headers slowly, then bodies, then read slowly, then ask for 2,000 ranges, against the same readers before and afterwards. Readers are judged
// by the slowest in a hundred answers. slowhttptest takes most of a processor, which an attacker would bring along: it gives way.
func (b *bench) besieged() error {
	tool, err := exec.LookPath("slowhttptest")
	if err != nil {
		b.table.add(row{what: "readers beside 1,000 slow connections", ours: "not measured", note: "(slowhttptest is not installed)"})
		return nil
	}
	m, err := b.mixture("besieged", "content")
	if err != nil {
		return err
	}
	defer m.stop()
	m.anew = true
	media, _, err := b.firstEnclosure(m.server)
	if err != nil {
		return err
	}
	site := "http://" + m.server.addr
	for _, attack := range []struct {
		name string
		args []string
	}{
		{"slow headers", []string{"-H", "-u", site + "/"}},
		{"slow bodies", []string{"-B", "-u", site + "/subscribe", "-s", "8192"}},
		{"slow reading", []string{"-X", "-u", site + media, "-w", "512", "-y", "1024", "-n", "5", "-z", "32"}},
		{"2,000 ranges", []string{"-R", "-u", site + media, "-a", "5", "-b", "2000"}},
	} {
		args := append(attack.args, "-c", fmt.Sprint(besiegers), "-r", "500", "-i", "5", "-p", "3", "-l", fmt.Sprint(int(besiegedFor.Seconds())+4))
		siege := exec.Command("nice", append([]string{"-n", "19", tool}, args...)...)
		siege.Dir = filepath.Clean(b.dir)
		if err := b.besiege(m, attack.name, siege); err != nil {
			return err
		}
	}
	return nil
}

// besiege measures readers before, beside and after a siege.
func (b *bench) besiege(m *mixture, name string, siege *exec.Cmd) error {
	before, err := m.hold(100, 0, besiegedFor)
	if err != nil {
		return err
	}
	if err := siege.Start(); err != nil {
		return err
	}
	time.Sleep(3 * time.Second) // until all have come
	h, err := m.hold(100, 0, besiegedFor)
	ended := siege.Wait()
	if err != nil {
		return err
	}
	if exit := new(exec.ExitError); ended != nil && !errors.As(ended, &exit) {
		return ended
	}
	resident, err := m.server.resident()
	if err != nil {
		return err
	}
	after, err := m.hold(100, 0, besiegedFor)
	if err != nil {
		return err
	}
	calm := slices.Sorted(slices.Values(append(before.reads, after.reads...)))
	b.table.add(row{what: "page by a new connection, beside 1,000 with " + name + ", ms, p99", ours: fmt.Sprintf("%.1f", at(.99, h.reads)),
		floor: fmt.Sprintf("%.1f", at(.99, calm)), ratio: at(.99, h.reads) / at(.99, calm), limit: 5, note: fmt.Sprintf("(%.0f MiB resident)", resident)})
	return nil
}

package main

import (
	"fmt"
	"time"
)

func init() { steps = append(steps, step{"holding", (*bench).holding}) }

const (
	heldReaders = 1000
	heldFor     = 20 * time.Second
)

// holding measures an evening: 1,000 readers on kept connections, first alone, then beside 64 people who sign up every second and
// the mails that go out to them. Answers are timed by a client on the same machine, so its own turns are in the figures.
func (b *bench) holding() error {
	m, err := b.mixture("holding", "content")
	if err != nil {
		return err
	}
	defer m.stop()
	alone, err := m.hold(heldReaders, 0, heldFor/2)
	if err != nil {
		return err
	}
	before, err := m.server.cpu()
	if err != nil {
		return err
	}
	h, err := m.hold(heldReaders, signers, heldFor)
	if err != nil {
		return err
	}
	after, err := m.server.cpu()
	if err != nil {
		return err
	}
	resident, err := m.server.resident()
	if err != nil {
		return err
	}
	b.table.add(row{what: "1,000 readers and 64 sign-ups a second: page, ms, median", ours: fmt.Sprintf("%.2f", at(.5, h.reads)), floor: fmt.Sprintf("%.2f", at(.5, alone.reads)), note: "(floor is the readers alone)"})
	b.table.add(row{what: "the same: page, ms, p99", ours: fmt.Sprintf("%.1f", at(.99, h.reads)), floor: fmt.Sprintf("%.1f", at(.99, alone.reads))})
	b.table.add(row{what: "the same: sign-up, ms, median", ours: fmt.Sprintf("%.1f", at(.5, h.signUps))})
	b.table.add(row{what: "the same: sign-up, ms, p99", ours: fmt.Sprintf("%.1f", at(.99, h.signUps))})
	b.table.add(row{what: "the same: sign-ups, mails sent", ours: fmt.Sprintf("%d, %d", len(h.signUps), h.mails)})
	b.table.add(row{what: "the same: cores in use", ours: fmt.Sprintf("%.2f", (after-before).Seconds()/heldFor.Seconds())})
	b.table.add(row{what: "the same: resident, MiB", ours: fmt.Sprintf("%.0f", resident)})
	return nil
}

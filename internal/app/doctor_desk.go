package app

import (
	"context"
	"fmt"
	"net"
	"sync"
	"time"

	"insider/internal/doctor"
)

// doctorDesk is what the desk sees of the examination: the last report of this process.
type doctorDesk struct {
	checks func() []doctor.Check
	turn   sync.Mutex
	mu     sync.Mutex
	last   *doctor.Report
}

func (a *App) doctorDesk() *doctorDesk {
	return &doctorDesk{checks: func() []doctor.Check {
		p := patient{config: a.config, edition: a.press.holder.Current(), resolver: net.DefaultResolver, verify: explained(a.store.Verify), time: a.store.Time, waiting: waitingIn(a.store)}
		p.visits = func() *doctor.Visits {
			all, elsewhere, other := a.server.Visits()
			return &doctor.Visits{All: all, Elsewhere: elsewhere, Other: other}
		}
		p.mistakes = func(context.Context) (int, error) { return len(a.press.Mistakes()), nil }
		p.server = doctor.Check{Name: "Server", Run: func(context.Context) doctor.Finding {
			return doctor.Finding{State: doctor.OK, Sentence: "It runs, version " + a.console.Version + "."}
		}}
		return p.checks()
	}}
}

// Last returns the last report, nil before the first.
func (d *doctorDesk) Last() *doctor.Report {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.last
}

// Examine runs all checks; who asks while they run waits for the same report.
func (d *doctorDesk) Examine(ctx context.Context) {
	asked := time.Now()
	d.turn.Lock()
	defer d.turn.Unlock()
	if last := d.Last(); last != nil && last.At.After(asked) {
		return
	}
	report := doctor.Examine(context.WithoutCancel(ctx), d.checks(), doctor.Limit, time.Now())
	d.mu.Lock()
	defer d.mu.Unlock()
	d.last = report
}

// visitorsState says on /readyz whether visitors come by the base URL. Whose address they use is for the desk: strangers choose it.
func (a *App) visitorsState() string {
	all, elsewhere, _ := a.server.Visits()
	if all >= 20 && 2*elsewhere > all && !a.config.Local() {
		return fmt.Sprintf("%d of %d visits came by another address than the base URL", elsewhere, all)
	}
	return "ok"
}

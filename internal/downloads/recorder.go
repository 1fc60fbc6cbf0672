package downloads

import (
	"context"
	"log/slog"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Answer is what the server hands over of an answer that went out.
type Answer struct {
	Event             // without Listener, Before and Country, which the recorder adds
	Client netip.Addr // forgotten as soon as it is hashed
}

// Journal keeps events. Its methods are safe for concurrent use, by several processes too.
type Journal interface {
	// Salts returns the salts of the day and of the day before, the same in every process, making those that are missing.
	Salts(ctx context.Context, day Day) (Salts, error)
	// AppendEvents keeps events of one day, durably when it returns nil, and nothing of them otherwise.
	AppendEvents(ctx context.Context, day Day, events []Event) error
}

const (
	queueLength = 16384                  // answers that may wait
	batchLength = 4096                   // events of one transaction at most
	batchEvery  = 700 * time.Millisecond // between two transactions: a crash loses what is younger
	lastWrite   = 10 * time.Second       // for what waits when the program stops
	maxAgent    = 400                    // bytes of a user agent that are kept
)

// Recorder takes answers from the media path without ever making it wait, and writes them in batches. When the database
// cannot keep up or is away for long, the newest events are lost, and counted. Make it with NewRecorder.
type Recorder struct {
	Journal Journal
	Country func(netip.Addr) string // ISO code of an address, "" when unknown; nil: nobody knows
	Clock   func() time.Time
	Log     *slog.Logger

	queue   chan Answer
	open    sync.WaitGroup // answers under way
	lost    atomic.Int64
	salts   Salts
	failing bool
}

// NewRecorder returns a recorder; Run writes what it takes.
func NewRecorder(journal Journal, country func(netip.Addr) string, clock func() time.Time, log *slog.Logger) *Recorder {
	if country == nil {
		country = func(netip.Addr) string { return "" }
	}
	return &Recorder{Journal: journal, Country: country, Clock: clock, Log: log, queue: make(chan Answer, queueLength)}
}

// Begin says that an answer is under way, so that a stop waits for it. End each with End.
func (r *Recorder) Begin() { r.open.Add(1) }

// End takes the answer that Begin announced; nil when it is none to be counted.
func (r *Recorder) End(a *Answer) {
	defer r.open.Done()
	if a == nil {
		return
	}
	select {
	case r.queue <- *a:
	default:
		r.lost.Add(1)
	}
}

// Record takes an answer that went out at once.
func (r *Recorder) Record(a Answer) {
	r.Begin()
	r.End(&a)
}

// Lost is how many events were lost since the start because they could not be written in time.
func (r *Recorder) Lost() int64 { return r.lost.Load() }

// Run writes events until ctx ends; then it waits for answers under way and writes the rest. End ctx after the server
// stopped serving.
func (r *Recorder) Run(ctx context.Context) error {
	tick := time.NewTicker(batchEvery)
	defer tick.Stop()
	var batch []Answer
	for {
		select {
		case <-ctx.Done():
			return r.drain(context.WithoutCancel(ctx), batch)
		case <-tick.C:
			batch = r.write(ctx, r.fill(batch))
		}
	}
}

// fill takes what waits, up to the length of a batch.
func (r *Recorder) fill(batch []Answer) []Answer {
	for len(batch) < batchLength {
		select {
		case a := <-r.queue:
			batch = append(batch, a)
		default:
			return batch
		}
	}
	return batch
}

// drain writes everything that was taken and is still on its way.
func (r *Recorder) drain(ctx context.Context, batch []Answer) error {
	ctx, cancel := context.WithTimeout(ctx, lastWrite)
	defer cancel()
	ended := make(chan struct{})
	go func() { r.open.Wait(); close(ended) }()
	select {
	case <-ended:
	case <-ctx.Done():
	}
	for {
		batch = r.fill(batch)
		if len(batch) == 0 {
			return nil
		}
		if batch = r.write(ctx, batch); len(batch) == 0 {
			continue
		}
		select {
		case <-ctx.Done():
			r.Log.Error("download events were lost at the end", "events", len(batch)+len(r.queue))
			return nil
		case <-time.After(batchEvery):
		}
	}
}

// write keeps a batch and, while whole batches wait, more of them. It returns what could not be kept.
func (r *Recorder) write(ctx context.Context, batch []Answer) []Answer {
	for len(batch) > 0 {
		err := r.keep(ctx, batch)
		r.tell(err)
		if err != nil {
			return batch
		}
		full := len(batch) == batchLength
		if batch = batch[:0]; full {
			batch = r.fill(batch)
		}
	}
	return batch
}

func (r *Recorder) keep(ctx context.Context, batch []Answer) error {
	today := DayOf(r.Clock())
	if r.salts.Day == today+1 {
		today++ // the clock was set back over midnight
	}
	if r.salts.Day != today {
		salts, err := r.Journal.Salts(ctx, today)
		if err != nil {
			return err
		}
		r.salts = salts
	}
	events := make([]Event, len(batch))
	for i := range batch {
		events[i] = r.event(&batch[i])
	}
	return r.Journal.AppendEvents(ctx, today, events)
}

// event finishes an event: after this nothing knows the client's address.
func (r *Recorder) event(a *Answer) Event {
	e := a.Event
	e.Agent = cleanAgent(e.Agent)
	e.Listener, e.Before = r.salts.listener(a.Client, e.Agent)
	e.Country = r.Country(a.Client)
	return e
}

// cleanAgent bounds a user agent and makes it text for every database.
func cleanAgent(agent string) string {
	if len(agent) > maxAgent {
		agent = agent[:maxAgent]
	}
	return strings.ToValidUTF8(strings.ReplaceAll(agent, "\x00", ""), "")
}

// tell logs that events cannot be written, and that they can be again, once each.
func (r *Recorder) tell(err error) {
	switch {
	case err != nil && !r.failing:
		r.Log.Error("download events wait for the database", "err", err)
	case err == nil && r.failing:
		r.Log.Info("download events are written again", "lost", r.Lost())
	}
	r.failing = err != nil
}

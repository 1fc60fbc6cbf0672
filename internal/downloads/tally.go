package downloads

import (
	"strconv"
	"strings"
)

// Tally makes sums of events: downloads of episodes and readers of feeds. It is for one goroutine.
type Tally struct {
	Counter Counter

	after   Day // days up to this one are not asked for
	sums    map[Sum]int
	readers map[feedDay]*readership
	today   Day
}

// feedDay is one feed as read by one app on a day.
type feedDay struct {
	day       Day
	item, app string
}

// readership is who read it: listeners one by one, or as many subscribers as an aggregator says it reads for.
type readership struct {
	listeners   map[uint64]struct{}
	subscribers int
}

// NewTally returns a tally of the days after the given one.
func NewTally(agents *Agents, after Day) *Tally {
	t := &Tally{Counter: Counter{Agents: agents}, after: after, sums: map[Sum]int{}, readers: map[feedDay]*readership{}}
	t.Counter.Counted = func(d Download) { t.add(Sum{DayOf(d.At), Media, d.Item, d.App.Name, d.Country, 0}, 1) }
	return t
}

// Add counts one event.
func (t *Tally) Add(e Event) {
	if e.Kind != Feed {
		t.Counter.Add(e)
		return
	}
	if day := DayOf(e.At); day > t.today {
		t.today = day
		t.sumReaders(day - 2)
	}
	if e.Method == "HEAD" || e.Status != 200 && e.Status != 304 {
		return
	}
	app, subscribers := t.Counter.Agents.Find(e.Agent), subscribersOf(e.Agent)
	if app.Kind == Bot && subscribers == 0 {
		return
	}
	key := feedDay{DayOf(e.At), e.Item, app.Name}
	r := t.readers[key]
	if r == nil {
		r = &readership{listeners: map[uint64]struct{}{}}
		t.readers[key] = r
	}
	if subscribers > 0 {
		r.subscribers = max(r.subscribers, subscribers)
		return
	}
	r.listeners[e.Listener] = struct{}{}
}

// Close returns the sums of everything that was added, with windows that are still open as they are now.
func (t *Tally) Close() []Sum {
	t.Counter.Close()
	t.sumReaders(t.today)
	list := make([]Sum, 0, len(t.sums))
	for s, n := range t.sums {
		s.Count = n
		list = append(list, s)
	}
	return list
}

// sumReaders finishes the days of feeds up to the given one.
func (t *Tally) sumReaders(last Day) {
	for key, r := range t.readers {
		if key.day <= last {
			t.add(Sum{key.day, Feed, key.item, key.app, "", 0}, len(r.listeners)+r.subscribers)
			delete(t.readers, key)
		}
	}
}

func (t *Tally) add(key Sum, n int) {
	if key.Day > t.after {
		t.sums[key] += n
	}
}

// maxSubscribers is the most that an aggregator is believed.
const maxSubscribers = 1_000_000

// subscribersOf reads "123 subscribers" out of a user agent: how many readers an aggregator fetches a feed for.
func subscribersOf(agent string) int {
	before, _, found := strings.Cut(agent, " subscriber")
	if !found {
		return 0
	}
	start := len(before)
	for start > 0 && before[start-1] >= '0' && before[start-1] <= '9' {
		start--
	}
	n, err := strconv.Atoi(before[start:])
	if err != nil {
		return 0
	}
	return min(n, maxSubscribers)
}

package downloads

import "time"

// maxEpisodes is how many episodes one listener may begin in a day (UTC) before none of them counts.
const maxEpisodes = 200

// Verdict says what became of an event.
type Verdict struct {
	Rule   Rule
	Opened time.Time // of the first request of its window; zero when it was dropped before
}

// Judgement is a rule that decided about an event of an episode on a day: that of the event, or of its window's beginning.
type Judgement struct {
	Day  Day
	Item string
	Rule Rule
}

// Counter makes downloads of the events of kind Media, in the order in which they were recorded. The zero value but for
// Agents counts by first touch. It is for one goroutine.
type Counter struct {
	Agents  *Agents
	Window  Window               // "" is FirstTouch
	Counted func(Download)       // each download, when its window is over; nil: nobody asks
	Judged  func(Event, Verdict) // each event, when its window is over; nil: events are not kept

	// Rules says how many events each rule decided about.
	Rules map[Judgement]int

	now    time.Time
	open   map[visitKey]*visit
	queue  []*visit               // by opening
	volume map[Day]map[uint64]int // windows that a listener opened on a day
}

// Add counts one event; events of other kinds are passed over.
func (c *Counter) Add(e Event) {
	if e.Kind != Media {
		return
	}
	if c.Rules == nil {
		c.Rules, c.open, c.volume = map[Judgement]int{}, map[visitKey]*visit{}, map[Day]map[uint64]int{}
	}
	if e.At.After(c.now) {
		c.now = e.At
		c.closeBefore(c.now.Add(-late))
	}
	app := c.Agents.Find(e.Agent)
	if rule := filter(&e, app); rule != "" {
		c.judge(e, Verdict{Rule: rule})
		return
	}
	v := c.find(&e)
	if v == nil {
		v = c.begin(&e, app)
	}
	v.take(&e)
	if v.requests++; c.Judged != nil {
		v.events = append(v.events, e)
	}
}

// Close counts the windows that are still open, as they are now.
func (c *Counter) Close() {
	for _, v := range c.queue {
		c.finish(v)
	}
	c.queue = nil
}

// find returns the window that the event belongs to, or nil. A window found by yesterday's hash is found by today's from
// then on, and so again tomorrow.
func (c *Counter) find(e *Event) *visit {
	today := visitKey{e.Listener, e.Item}
	v := c.open[today]
	if v == nil && e.Before != 0 {
		if v = c.open[visitKey{e.Before, e.Item}]; v != nil {
			v.keys = append(v.keys, today)
			c.open[today] = v
		}
	}
	if v == nil || !v.holds(e.At, c.Window) {
		return nil
	}
	return v
}

func (c *Counter) begin(e *Event, app App) *visit {
	key := visitKey{e.Listener, e.Item}
	v := &visit{start: e.At, last: e.At, opener: e.Listener, day: DayOf(e.At), item: e.Item, app: app, country: e.Country, keys: []visitKey{key}}
	c.open[key] = v
	c.queue = append(c.queue, v)
	if c.volume[v.day] == nil {
		c.volume[v.day] = map[uint64]int{}
		delete(c.volume, v.day-4) // its windows are over
	}
	c.volume[v.day][e.Listener]++
	return v
}

// closeBefore finishes the windows that ended before t, oldest first.
func (c *Counter) closeBefore(t time.Time) {
	n := 0
	for n < len(c.queue) && c.queue[n].end(c.Window).Before(t) {
		c.finish(c.queue[n])
		c.queue[n] = nil
		n++
	}
	c.queue = c.queue[n:]
}

// finish decides about a window and forgets it.
func (c *Counter) finish(v *visit) {
	for _, k := range v.keys {
		if c.open[k] == v {
			delete(c.open, k)
		}
	}
	first, rest := RuleCounted, RuleMerged
	switch {
	case c.volume[v.day][v.opener] > maxEpisodes:
		first, rest = RuleVolume, RuleVolume
	case !v.whole:
		first, rest = RuleShort, RuleShort
	case c.Counted != nil:
		c.Counted(Download{At: v.start, Item: v.item, App: v.app, Country: v.country})
	}
	day := DayOf(v.start)
	c.Rules[Judgement{day, v.item, first}]++
	if v.requests > 1 {
		c.Rules[Judgement{day, v.item, rest}] += v.requests - 1
	}
	for i, e := range v.events {
		rule := rest
		if i == 0 {
			rule = first
		}
		c.Judged(e, Verdict{Rule: rule, Opened: v.start})
	}
}

// judge tells what became of an event that belongs to no window.
func (c *Counter) judge(e Event, v Verdict) {
	c.Rules[Judgement{DayOf(e.At), e.Item, v.Rule}]++
	if c.Judged != nil {
		c.Judged(e, v)
	}
}

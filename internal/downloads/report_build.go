package downloads

import (
	"cmp"
	"slices"
	"time"
)

// builder adds sums up to a report.
type builder struct {
	query     Query
	now       time.Time
	episodes  []EpisodeFigure
	byGUID    map[string]*EpisodeFigure
	days      map[Day]int
	apps      map[string]int
	countries map[string]int
	readers   map[[2]string][2]int // by feed and app: readers and days
	rules     map[Rule]int
	sums      []Sum
}

func newBuilder(q Query, now time.Time, episodes []Episode) *builder {
	b := &builder{query: q, now: now, byGUID: map[string]*EpisodeFigure{}, days: map[Day]int{}, apps: map[string]int{},
		countries: map[string]int{}, readers: map[[2]string][2]int{}, rules: map[Rule]int{}}
	b.episodes = make([]EpisodeFigure, len(episodes))
	for i, e := range episodes {
		f := &b.episodes[i]
		f.Episode = e
		for _, days := range Lengths {
			f.First = append(f.First, First{Days: days, Over: DayOf(now)-DayOf(e.Published) >= Day(days)})
		}
		b.byGUID[e.GUID] = f
	}
	return b
}

func (b *builder) asked(day Day) bool { return day >= b.query.From && day <= b.query.To }

// add takes one sum. Episodes that were never public have no figures.
func (b *builder) add(s Sum) {
	if s.Kind == Feed {
		if b.asked(s.Day) && b.query.Episode == "" {
			r := b.readers[[2]string{s.Item, s.App}]
			b.readers[[2]string{s.Item, s.App}] = [2]int{r[0] + s.Count, r[1] + 1}
			b.sums = append(b.sums, s)
		}
		return
	}
	f := b.byGUID[s.Item]
	if f == nil {
		return
	}
	f.Total += s.Count
	age := s.Day - DayOf(f.Published)
	for i := range f.First {
		if age >= 0 && age < Day(f.First[i].Days) {
			f.First[i].Downloads += s.Count
		}
	}
	if b.asked(s.Day) {
		f.Downloads += s.Count
		b.days[s.Day] += s.Count
		b.apps[s.App] += s.Count
		b.countries[s.Country] += s.Count
		b.sums = append(b.sums, s)
	}
}

func (b *builder) addRule(j Judgement, n int) {
	if b.asked(j.Day) && b.byGUID[j.Item] != nil {
		b.rules[j.Rule] += n
	}
}

func (b *builder) report() *Report {
	r := &Report{Made: b.now.UTC(), From: b.query.From, To: b.query.To, Episodes: b.episodes, Apps: named(b.apps), Countries: named(b.countries),
		Readers: b.feeds(), Sums: b.sums, Days: []DayFigure{}, Rules: []RuleFigure{}}
	for day := b.query.From; day <= b.query.To; day++ {
		r.Days = append(r.Days, DayFigure{day, b.days[day]})
		r.Downloads += b.days[day]
	}
	for _, rule := range Rules {
		if n := b.rules[rule]; n > 0 {
			r.Rules = append(r.Rules, RuleFigure{rule, n, rule.Sentence()})
		}
	}
	slices.SortFunc(r.Sums, func(x, y Sum) int {
		return cmp.Or(cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.Day, y.Day), cmp.Compare(x.Item, y.Item), cmp.Compare(x.App, y.App),
			cmp.Compare(x.Country, y.Country))
	})
	return r
}

func (b *builder) feeds() []FeedFigure {
	list := make([]FeedFigure, 0, len(b.readers))
	for key, r := range b.readers {
		list = append(list, FeedFigure{key[0], key[1], (r[0] + r[1] - 1) / r[1]})
	}
	slices.SortFunc(list, func(x, y FeedFigure) int {
		return cmp.Or(cmp.Compare(x.Feed, y.Feed), cmp.Compare(y.Readers, x.Readers), cmp.Compare(x.App, y.App))
	})
	return list
}

// named lists counts, most first, then by name.
func named(counts map[string]int) []NamedFigure {
	list := make([]NamedFigure, 0, len(counts))
	for name, n := range counts {
		list = append(list, NamedFigure{name, n})
	}
	slices.SortFunc(list, func(x, y NamedFigure) int {
		return cmp.Or(cmp.Compare(y.Downloads, x.Downloads), cmp.Compare(x.Name, y.Name))
	})
	return list
}

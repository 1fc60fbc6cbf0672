package app

import (
	"context"
	"io"
	"time"

	"insider/internal/config"
	"insider/internal/downloads"
	"insider/internal/fault"
	"insider/internal/store"
)

// FiguresForm is how figures are written.
type FiguresForm string

// The forms of figures.
const (
	FiguresText FiguresForm = "text"
	FiguresCSV  FiguresForm = "csv"
	FiguresJSON FiguresForm = "json"
	FiguresWhy  FiguresForm = "why" // each request with the rule that decided about it
)

// FiguresQuery is what the command line asks; days are written 2006-01-02.
type FiguresQuery struct {
	Episode  string // slug or guid; "" is all
	From, To string // "" is 30 days until today
	Form     FiguresForm
}

const (
	figuresDays    = 30   // without --from
	maxFiguresDays = 3660 // of one report
)

// Figures writes the figures of downloads. It only reads, beside a running server.
func Figures(ctx context.Context, c *config.Config, q FiguresQuery, out io.Writer) error {
	query, err := figuresDaysOf(q, time.Now())
	if err != nil {
		return err
	}
	agents, err := userAgents(c)
	if err != nil {
		return err
	}
	s, err := store.Open(ctx, store.Config{URL: c.DatabaseURL, ReadOnly: true})
	if err != nil {
		return err
	}
	defer s.Close()
	reporter := &downloads.Reporter{Ledger: s, Agents: agents, Clock: time.Now}
	if q.Form == FiguresWhy {
		return reporter.WriteWhy(ctx, query, out)
	}
	report, err := reporter.Report(ctx, query)
	if err != nil {
		return err
	}
	switch q.Form {
	case FiguresCSV:
		return report.WriteCSV(out)
	case FiguresJSON:
		return report.WriteJSON(out)
	}
	return report.WriteText(out)
}

// figuresDaysOf reads the days of a query.
func figuresDaysOf(q FiguresQuery, now time.Time) (downloads.Query, error) {
	query := downloads.Query{Episode: q.Episode, To: downloads.DayOf(now)}
	for _, x := range []struct {
		text string
		day  *downloads.Day
	}{{q.To, &query.To}, {q.From, &query.From}} {
		if x.text == "" {
			continue
		}
		day, err := downloads.ParseDay(x.text)
		if err != nil {
			return query, fault.Wrap(err, fault.Invalid, "%q is no day; write it like 2026-11-25.", x.text)
		}
		*x.day = day
	}
	if q.From == "" {
		query.From = query.To - figuresDays + 1
	}
	if query.From > query.To || query.To-query.From >= maxFiguresDays {
		return query, fault.New(fault.Invalid, "From %s to %s is no span of days; there may be ten years.", query.From, query.To)
	}
	return query, nil
}

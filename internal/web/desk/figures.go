package desk

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"

	"insider/internal/account"
	"insider/internal/downloads"
	"insider/internal/web"
)

// Figures makes reports of downloads.
type Figures interface {
	// Report returns the figures of a query, at most a minute old.
	Report(ctx context.Context, q downloads.Query) (*downloads.Report, error)
}

const (
	figuresDays     = 30 // that the page is about
	figuresEpisodes = 5  // that it compares
	figuresNames    = 10 // apps and countries that it lists
)

// figuresPage is templates/desk/figures.html.
type figuresPage struct {
	Base
	Report   *downloads.Report
	Episodes []figuresRow
	Chart    dayChart
}

// figuresRow is an episode with what it had after a week and after four.
type figuresRow struct {
	downloads.EpisodeFigure
	Week, Month downloads.First
}

// figures shows how the last episodes do and what was downloaded by day, app and country.
func (d *Desk) figures(w http.ResponseWriter, r *http.Request, at account.Session) error {
	b, err := d.base(r.Context(), at, "/desk/figures", "Figures")
	if err != nil {
		return err
	}
	report, err := d.report(r.Context())
	if err != nil {
		return err
	}
	page := figuresPage{Base: b, Report: report, Chart: newDayChart(report.Days)}
	for _, e := range report.Episodes[:min(len(report.Episodes), figuresEpisodes)] {
		page.Episodes = append(page.Episodes, figuresRow{e, e.After(7), e.After(28)})
	}
	return d.show(w, r, http.StatusOK, "figures", page)
}

// figuresFile gives the figures of all episodes as a file.
func (d *Desk) figuresFile(w http.ResponseWriter, r *http.Request, _ account.Session) error {
	report, err := d.report(r.Context())
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := report.WriteEpisodesCSV(&out); err != nil {
		return err
	}
	return d.server.Write(w, r, web.ClassDesk, &web.Response{
		Type: "text/csv; charset=utf-8; header=present", Body: out.Bytes(),
		Header: http.Header{"Content-Disposition": {`attachment; filename="figures.csv"`}},
	})
}

func (d *Desk) report(ctx context.Context) (*downloads.Report, error) {
	today := downloads.DayOf(d.Clock())
	return d.Figures.Report(ctx, downloads.Query{From: today - figuresDays + 1, To: today})
}

// Apps are the apps with the most downloads.
func (p figuresPage) Apps() []downloads.NamedFigure { return most(p.Report.Apps) }

// Countries are the countries with the most downloads.
func (p figuresPage) Countries() []downloads.NamedFigure { return most(p.Report.Countries) }

func most(list []downloads.NamedFigure) []downloads.NamedFigure {
	return list[:min(len(list), figuresNames)]
}

// dayChart is downloads by day as the first pen draws them: in steps, on paper of chartWidth by chartHeight.
type dayChart struct {
	Path string
	Most int // the top of the paper
}

const (
	chartWidth  = 900
	chartHeight = 160
)

func newDayChart(days []downloads.DayFigure) dayChart {
	c := dayChart{Most: 1}
	for _, d := range days {
		c.Most = max(c.Most, d.Downloads)
	}
	var path strings.Builder
	for i, d := range days {
		y := float64(chartHeight) * (1 - float64(d.Downloads)/float64(c.Most))
		command := "V"
		if i == 0 {
			command = "M0 "
		}
		fmt.Fprintf(&path, "%s%.1fH%.1f", command, y, float64(chartWidth)*float64(i+1)/float64(len(days)))
	}
	c.Path = path.String()
	return c
}

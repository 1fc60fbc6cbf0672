package downloads

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
)

// WriteJSON writes the report as one JSON object.
func (r *Report) WriteJSON(w io.Writer) error {
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	return out.Encode(r)
}

// WriteCSV writes what the report is made of, one line for each day, episode, app and country, and for each day, feed and
// app. No cell is a formula.
func (r *Report) WriteCSV(w io.Writer) error {
	titles := make(map[string]Episode, len(r.Episodes))
	for _, e := range r.Episodes {
		titles[e.GUID] = e.Episode
	}
	rows := [][]string{{"day", "what", "item", "title", "app", "country", "count"}}
	for _, s := range r.Sums {
		what, item, title := "downloads", titles[s.Item].Slug, titles[s.Item].Title
		if s.Kind == Feed {
			what, item = "readers", s.Item
		}
		rows = append(rows, []string{s.Day.String(), what, defuse(item), defuse(title), defuse(s.App), s.Country, strconv.Itoa(s.Count)})
	}
	return csv.NewWriter(w).WriteAll(rows)
}

// WriteEpisodesCSV writes the figures of episodes, one line each; the first days are empty while they are not over. No cell
// is a formula.
func (r *Report) WriteEpisodesCSV(w io.Writer) error {
	header := []string{"published", "item", "title", "downloads", "total"}
	for _, days := range Lengths {
		header = append(header, fmt.Sprintf("first %d days", days))
	}
	rows := [][]string{header}
	for _, e := range r.Episodes {
		row := []string{e.Published.UTC().Format(time.DateOnly), defuse(e.Slug), defuse(e.Title), strconv.Itoa(e.Downloads), strconv.Itoa(e.Total)}
		for _, f := range e.First {
			cell := ""
			if f.Over {
				cell = strconv.Itoa(f.Downloads)
			}
			row = append(row, cell)
		}
		rows = append(rows, row)
	}
	return csv.NewWriter(w).WriteAll(rows)
}

// defuse keeps a spreadsheet from taking a cell for a formula.
func defuse(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// WriteText writes the report for a terminal.
func (r *Report) WriteText(w io.Writer) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(out, "%d downloads from %s to %s (days of UTC)\n", r.Downloads, r.From, r.To)
	r.writeDays(out)
	r.writeEpisodes(out)
	writeNamed(out, "app", r.Apps)
	writeNamed(out, "country", r.Countries)
	if len(r.Readers) > 0 {
		fmt.Fprintln(out, "\nfeed\tapp\treaders a day")
		for _, f := range r.Readers {
			fmt.Fprintf(out, "%s\t%s\t%d\n", f.Feed, f.App, f.Readers)
		}
	}
	if len(r.Rules) > 0 {
		fmt.Fprintln(out, "\nrequests\trule\t")
		for _, f := range r.Rules {
			fmt.Fprintf(out, "%d\t%s\t%s\n", f.Requests, f.Rule, f.Sentence)
		}
	}
	return out.Flush()
}

func (r *Report) writeDays(out io.Writer) {
	fmt.Fprintln(out, "\nday\tdownloads")
	for _, d := range r.Days {
		if d.Downloads > 0 {
			fmt.Fprintf(out, "%s\t%d\n", d.Day, d.Downloads)
		}
	}
}

func (r *Report) writeEpisodes(out io.Writer) {
	if len(r.Episodes) == 0 {
		return
	}
	fmt.Fprint(out, "\nepisode\tpublished\tdownloads\ttotal")
	for _, days := range Lengths {
		fmt.Fprintf(out, "\tfirst %d days", days)
	}
	soFar := false
	for _, e := range r.Episodes {
		fmt.Fprintf(out, "\n%s\t%s\t%d\t%d", e.Slug, e.Published.UTC().Format(time.DateOnly), e.Downloads, e.Total)
		for _, f := range e.First {
			fmt.Fprint(out, "\t", f)
			soFar = soFar || !f.Over
		}
	}
	fmt.Fprintln(out)
	if soFar {
		fmt.Fprintln(out, "+ so far: these days are not over")
	}
}

// String is the number, with a plus while the days are not over.
func (f First) String() string {
	if f.Over {
		return strconv.Itoa(f.Downloads)
	}
	return strconv.Itoa(f.Downloads) + "+"
}

func writeNamed(out io.Writer, title string, list []NamedFigure) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(out, "\n%s\tdownloads\n", title)
	for _, f := range list {
		name := f.Name
		if name == "" {
			name = "unknown"
		}
		fmt.Fprintf(out, "%s\t%d\n", name, f.Downloads)
	}
}

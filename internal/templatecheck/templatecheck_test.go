package templatecheck

import (
	"html/template"
	"iter"
	"strings"
	"testing"
	"time"
)

type checkRow struct{ Title string }

func (checkRow) Path(suffix string) string { return suffix }

type checkItem interface{ Heading() string }

type checkPage struct {
	checkBase
	Rows  []checkRow
	One   *checkRow
	Item  checkItem
	Names map[string]checkRow
	Any   any
	Seq   iter.Seq2[int, checkRow]
	When  time.Time
}

type checkBase struct{ Site string }

func TestCheckFindsWrongNames(t *testing.T) {
	funcs := template.FuncMap{"date": func(t time.Time) string { return t.Format(time.DateOnly) }}
	cases := []struct{ page, mistake string }{
		{`{{.Site}}{{range .Rows}}{{.Title}}{{.Path "x"}}{{$.Site}}{{end}}`, ""},
		{`{{range $i, $r := .Rows}}{{$i}}{{$r.Title}}{{else}}{{.Site}}{{end}}`, ""},
		{`{{with .One}}{{.Title}}{{end}}{{.Item.Heading}}{{.Names.x.Title}}{{.Any.Thing}}`, ""},
		{`{{range $i, $r := .Seq}}{{$r.Title}}{{end}}{{range 3}}{{.}}{{end}}`, ""},
		{`{{with $x := index .Rows 0}}{{$x.Title}}{{end}}{{(index .Rows 0).Title}}{{date .When}}{{.When | date}}`, ""},
		{`{{template "parts/row" .One}}`, ""},
		{`{{if .One}}{{.Wrong}}{{end}}`, "no field or method Wrong"},
		{`{{range .Rows}}{{.Site}}{{end}}`, "checkRow has no field or method Site"},
		{`{{range .Rows}}{{else}}{{.Title}}{{end}}`, "no field or method Title"},
		{`{{with .One}}{{.Titel}}{{end}}`, "no field or method Titel"},
		{`{{range $i, $r := .Rows}}{{$r.Titel}}{{end}}`, "no field or method Titel"},
		{`{{range .Seq}}{{.Titel}}{{end}}`, "no field or method Titel"},
		{`{{(index .Rows 0).Titel}}`, "no field or method Titel"},
		{`{{range .Site}}{{end}}`, "range over string"},
		{`{{range .Rows}}{{.Path}}{{end}}`, "takes 1 arguments, not 0"},
		{`{{date .Site}}`, "argument 1 of date is string, not time.Time"},
		{`{{.Site | date}}`, "argument 1 of date is string"},
		{`{{.Item.Slug}}`, "no field or method Slug"},
		{`{{template "parts/row" .}}`, "checkPage has no field or method Title"},
		{`{{template "parts/none" .}}`, `no template "parts/none"`},
	}
	for _, c := range cases {
		set := template.Must(template.New("x").Funcs(funcs).Parse(c.page))
		template.Must(set.New("parts/row").Parse(`{{.Title}}`))
		err := Check(set, funcs, checkPage{})
		if c.mistake == "" && err != nil || c.mistake != "" && (err == nil || !strings.Contains(err.Error(), c.mistake)) {
			t.Errorf("%s: %v, want %q", c.page, err, c.mistake)
		}
	}
}

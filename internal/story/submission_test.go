package story

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"insider/internal/fault"
	"insider/internal/show"
)

// form returns a submission that is fine, as changed by the test.
func form(change func(*Submission)) Submission {
	in := Submission{Text: "The pump ran dry.\nNobody asked the night shift.", Industry: "Food", Country: "Belgium", Naming: FirstJob, Credit: "An, fitter", Email: "an@example.com", Publish: true}
	if change != nil {
		change(&in)
	}
	return in
}

// judging returns a service that renders any text but "too deep".
func judging() *Service {
	return &Service{Render: func(text string) (*show.Document, error) {
		if text == "too deep" {
			return nil, errors.New("guard")
		}
		return &show.Document{Plain: text}, nil
	}}
}

func TestValidateNamesEachWrongField(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Submission)
		want   string // names of the wrong fields
	}{
		"fine":                {nil, ""},
		"only a text":         {func(s *Submission) { *s = Submission{Text: "Once.", Naming: Unnamed} }, ""},
		"no consent at all":   {func(s *Submission) { s.Publish = false }, ""},
		"empty text":          {func(s *Submission) { s.Text = "" }, "text"},
		"blank text":          {func(s *Submission) { s.Text = " \n\t\u200b\u2003…" }, "text"},
		"as long as it may":   {func(s *Submission) { s.Text = strings.Repeat("x", MaxText) }, ""},
		"one too many":        {func(s *Submission) { s.Text = strings.Repeat("x", MaxText+1) }, "text"},
		"wide but allowed":    {func(s *Submission) { s.Text = strings.Repeat("語", MaxText) }, ""},
		"far too many":        {func(s *Submission) { s.Text = strings.Repeat("𝔸", 4*MaxText) }, "text"},
		"bad UTF-8":           {func(s *Submission) { s.Text = "a\xffb" }, "text"},
		"NUL":                 {func(s *Submission) { s.Text = "a\x00b" }, "text"},
		"over a guard":        {func(s *Submission) { s.Text = "too deep" }, "text"},
		"no naming":           {func(s *Submission) { s.Naming = "" }, "naming"},
		"unknown naming":      {func(s *Submission) { s.Naming = "nickname" }, "naming"},
		"no name for full":    {func(s *Submission) { s.Naming, s.Credit = FullName, " " }, "credit"},
		"no name for job":     {func(s *Submission) { s.Credit = "" }, "credit"},
		"no name for none":    {func(s *Submission) { s.Naming, s.Credit = Unnamed, "" }, ""},
		"long name":           {func(s *Submission) { s.Credit = strings.Repeat("é", MaxCredit+1) }, "credit"},
		"name with a control": {func(s *Submission) { s.Credit = "An\x07" }, "credit"},
		"no address":          {func(s *Submission) { s.Email = "" }, ""},
		"bad address":         {func(s *Submission) { s.Email = "an at example" }, "email"},
		"display name":        {func(s *Submission) { s.Email = "An <an@example.com>" }, "email"},
		"long industry":       {func(s *Submission) { s.Industry = strings.Repeat("x", MaxPlace+1) }, "industry"},
		"bad country":         {func(s *Submission) { s.Country = "\xff" }, "country"},
		"all wrong, in order": {func(s *Submission) { *s = Submission{Industry: "\xff", Country: "\xff", Credit: "\xff", Email: "x"} },
			"text industry country naming credit email"},
	} {
		t.Run(name, func(t *testing.T) {
			err := judging().Validate(form(c.change))
			var names []string
			for _, f := range fault.FieldsOf(err) {
				names = append(names, f.Name)
				if !strings.HasSuffix(f.Sentence, ".") || !utf8.ValidString(f.Sentence) {
					t.Errorf("%s: %q is no sentence", f.Name, f.Sentence)
				}
			}
			if got := strings.Join(names, " "); got != c.want || (err == nil) != (c.want == "") {
				t.Fatalf("wrong fields %q, want %q (%v)", got, c.want, err)
			}
		})
	}
}

func TestJudgingTidies(t *testing.T) {
	out, _, err := judging().judge(form(func(s *Submission) {
		s.Text = "\r\n one\r\ntwo\rthree \r\n"
		s.Credit, s.Industry, s.Email, s.Key = "  An \t Peeters ", " Food\u00a0 ", " an@example.com ", "short"
	}))
	if err != nil {
		t.Fatal(err)
	}
	if out.Text != "one\ntwo\nthree" || out.Credit != "An Peeters" || out.Industry != "Food" || out.Email != "an@example.com" || out.Key != "" {
		t.Fatalf("%+v", out)
	}
}

func TestCreditLine(t *testing.T) {
	for _, c := range []struct {
		naming       Naming
		credit, want string
	}{
		{FullName, "An Peeters", "Sent in by An Peeters"},
		{FirstJob, "  An,\n fitter ", "Sent in by An, fitter"},
		{Unnamed, "An Peeters", ""},
		{FullName, "", ""},
		{"", "An Peeters", ""},
	} {
		if got := CreditLine(c.naming, c.credit); got != c.want {
			t.Errorf("%s, %q: %q, want %q", c.naming, c.credit, got, c.want)
		}
	}
}

func TestExcerpt(t *testing.T) {
	long := strings.Repeat("word ", 60)
	for _, c := range []struct{ plain, want string }{
		{"Short.", "Short."},
		{"It ran for nineteen years. Then it stopped.", "It ran for nineteen years."},
		{"v2.1 of the line\n\nwent live in 1999", "v2.1 of the line went live in 1999"},
		{long, strings.Repeat("word ", 15) + "word…"},
		{strings.Repeat("x", 200), strings.Repeat("x", 79) + "…"},
		{"", ""},
	} {
		if got := excerpt(c.plain, 80); got != c.want {
			t.Errorf("%q: %q, want %q", c.plain, got, c.want)
		}
	}
}

func FuzzValidate(f *testing.F) {
	f.Add("The pump ran dry.", "Food", "BE", "full", "An", "an@example.com", "key")
	f.Add("\x00\xff", "", "", "", "\r\n", "<>", strings.Repeat("k", 300))
	f.Fuzz(func(t *testing.T, text, industry, country, naming, credit, email, key string) {
		in := Submission{Text: text, Industry: industry, Country: country, Naming: Naming(naming), Credit: credit, Email: email, Key: key}
		out, document, err := judging().judge(in)
		if err != nil {
			if len(fault.FieldsOf(err)) == 0 {
				t.Fatalf("refused without a field: %v", err)
			}
			return
		}
		if document == nil || utf8.RuneCountInString(out.Text) > MaxText || blank(out.Text) {
			t.Fatalf("accepted %q", out.Text)
		}
		for _, s := range []string{out.Text, out.Industry, out.Country, out.Credit, out.Email, out.Key} {
			if s != out.Key && (!utf8.ValidString(s) || strings.ContainsRune(s, 0)) {
				t.Fatalf("accepted %q", s)
			}
		}
		if again, _, err := judging().judge(out); err != nil || again != out {
			t.Fatalf("judged again: %+v, %v; was %+v", again, err, out)
		}
	})
}

package mail

import (
	"strings"
	"testing"
	"testing/fstest"

	"insider/templates"
)

func frame() Frame {
	return Frame{Show: "Two <Pens> & Co", Site: "https://insider.example/", Contact: "show@insider.example", Postal: "1 Street"}
}

func TestEveryTemplateParses(t *testing.T) {
	if _, err := NewTemplates(templates.FS, frame); err != nil {
		t.Fatal(err)
	}
}

func TestComposeConfirm(t *testing.T) {
	ts, err := NewTemplates(templates.FS, frame)
	if err != nil {
		t.Fatal(err)
	}
	link := "https://insider.example/subscribe/confirm?token=v1.a.b&x=1"
	c, err := ts.Compose("confirm", struct {
		Link  string
		Hours int
	}{link, 48})
	if err != nil {
		t.Fatal(err)
	}
	if c.Subject != "Confirm your address for Two <Pens> & Co" || !strings.Contains(c.Text, "\n"+link+"\n") || !strings.Contains(c.Text, "48 hours") {
		t.Errorf("%s\n%s", c.Subject, c.Text)
	}
	for _, want := range []string{`href="https://insider.example/subscribe/confirm?token=v1.a.b&amp;x=1"`, "Two &lt;Pens&gt; &amp; Co", "max-width:600px"} {
		if !strings.Contains(c.HTML, want) {
			t.Errorf("no %q in\n%s", want, c.HTML)
		}
	}
	for _, unwanted := range []string{"<img", "<script", "src=", "{{"} {
		if strings.Contains(c.HTML+c.Text, unwanted) {
			t.Errorf("%q is in the mail", unwanted)
		}
	}
}

func TestComposeFailsRatherThanGuess(t *testing.T) {
	files := fstest.MapFS{
		"mail/layout.html": {Data: []byte(`{{template "body" .}}`)},
		"mail/good.txt":    {Data: []byte("Subject: {{.Data.Title}}\n\n{{.Data.Link}}")},
		"mail/good.html":   {Data: []byte(`{{define "body"}}x{{end}}`)},
		"mail/none.txt":    {Data: []byte("no subject\n\ntext")},
		"mail/none.html":   {Data: []byte(`{{define "body"}}x{{end}}`)},
	}
	ts, err := NewTemplates(files, frame)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]any{
		"good":    map[string]string{"Title": "a"},
		"none":    nil,
		"missing": nil,
	} {
		if c, err := ts.Compose(name, data); err == nil {
			t.Errorf("%s: %+v", name, c)
		}
	}
	if _, err := ts.Compose("good", map[string]string{"Title": "a\r\nBcc: x", "Link": "l"}); err == nil {
		t.Error("a subject of two lines was composed")
	}
	for name, broken := range map[string]string{"mail/good.html": `{{define "body"}}{{.`, "mail/good.txt": "{{"} {
		copied := fstest.MapFS{}
		for k, v := range files {
			copied[k] = v
		}
		copied[name] = &fstest.MapFile{Data: []byte(broken)}
		if _, err := NewTemplates(copied, frame); err == nil {
			t.Errorf("a broken %s was accepted", name)
		}
	}
	if _, err := NewTemplates(fstest.MapFS{}, frame); err == nil {
		t.Error("no templates were accepted")
	}
}

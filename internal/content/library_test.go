package content

import "testing"

func TestStarter(t *testing.T) {
	l := New(Options{Dir: "../../content"})
	r, err := l.Load(t.Context())
	for _, m := range r.Mistakes { t.Log(m) }
	if err != nil { t.Fatal(err) }
	for _, e := range r.Source.Episodes {
		t.Logf("%+v", e)
		d, err := e.Notes.Document()
		t.Log(len(d.HTML), err)
		for _, x := range e.Transcripts { c, err := x.Script.Cues(); t.Log(len(c), err) }
	}
	t.Logf("%+v", r.Source.Show)
	t.Log(r.Files)
}

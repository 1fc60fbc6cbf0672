package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"insider/internal/config"
	"insider/internal/feedcheck"
	"insider/internal/store"
)

// nowhere is a configuration of the show that ships, with a base URL at which nobody answers.
func nowhere(t *testing.T) *config.Config {
	t.Helper()
	c, err := config.Load(map[string]string{"base-url": "http://127.0.0.1:1", "content": "../../content", "data": t.TempDir()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTheFeedOfTheFolderIsJudgedWithoutAServer(t *testing.T) {
	report, err := FeedCheck(t.Context(), nowhere(t), Files{}, "", 50)
	if err != nil {
		t.Fatal(err)
	}
	var rules []string
	for _, f := range report.Findings {
		rules = append(rules, f.Name)
	}
	if got := strings.Join(rules, " "); got != "address-local owner-email not-asked" || !report.Failed() {
		t.Errorf("found %s\n%s", got, report.Text())
	}
}

func TestArtworkOfTheFolderIsLookedAtAsTheServerWouldSendIt(t *testing.T) {
	own, mistakes, err := folderFeed(t.Context(), nowhere(t), Files{})
	if err != nil || mistakes != 0 {
		t.Fatal(mistakes, err)
	}
	s, err := own.subject(nil, testTime)
	if err != nil || s.Broken != nil {
		t.Fatal(err, s.Broken)
	}
	own.lookAround(s, 1)
	for address, p := range s.Pictures {
		if p.Problem != "" || p.Type != "image/jpeg" || p.Width != p.Height || p.Width < 1400 || p.Bytes == 0 {
			t.Errorf("%s: %+v", address, p)
		}
	}
	if len(s.Pictures) != 1 {
		t.Errorf("%d pictures", len(s.Pictures))
	}
	if p, ok := own.picture("http://127.0.0.1:1/media/show/other.jpg"); ok {
		t.Errorf("a picture of elsewhere: %+v", p)
	}
}

func TestTheSameFeedDoesNotChange(t *testing.T) {
	own, _, err := folderFeed(t.Context(), nowhere(t), Files{})
	if err != nil {
		t.Fatal(err)
	}
	items, err := own.builder.Items(own.edition)
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]store.PublishedItem{}
	for _, x := range items {
		row, err := itemRow(own.builder, own.edition, x, store.PublishedItem{}, testTime)
		if err != nil || !strings.Contains(row.Elements, `"title":"`) {
			t.Fatalf("%+v, %v", row, err)
		}
		row.Listed = true
		rows[x.GUID] = row
	}
	if changes, err := own.changes(rows, testTime); err != nil || len(changes) != 0 {
		t.Errorf("%+v, %v", changes, err)
	}
	row := rows[items[0].GUID]
	row.ItemHash, row.Elements = "other", strings.Replace(row.Elements, `"title":"`, `"title":"0`, 1)
	rows[items[0].GUID] = row
	changes, err := own.changes(rows, testTime.Add(time.Hour))
	if err != nil || len(changes) != 1 || len(changes[0].Fields) != 1 || changes[0].Fields[0] != (feedcheck.Field{Name: "title"}) {
		t.Errorf("%+v, %v", changes, err)
	}
}

func TestNothingIsClaimedAboutWhatWasPublishedWhenNobodyKnows(t *testing.T) {
	c := nowhere(t)
	if err := os.WriteFile(filepath.Join(c.Data, "insider.db"), []byte("this is no database, only some words that are long enough"), 0o600); err != nil {
		t.Fatal(err)
	}
	if changes, err := FeedDiff(t.Context(), c, Files{}); err == nil {
		t.Errorf("a diff with nothing: %+v", changes)
	}
	if _, err := FeedCheck(t.Context(), c, Files{}, "", 0); err == nil {
		t.Error("a check of the feed that left out half of it")
	}
	report, err := Check(t.Context(), c, Files{})
	if err != nil || len(report.Mistakes) != 0 || len(report.Hints) == 0 || !strings.Contains(strings.Join(report.Hints, "\n"), "not compared") {
		t.Errorf("%+v, %v", report, err)
	}
}

package site

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"insider/internal/story"
)

func TestMyStory(t *testing.T) {
	c := openCounter(t, true, nil)
	code := find(t, c.post("/stories/new", answers()).Body.String(), codeWords)
	_, page, h := get(t, c, "/show/stories/mine")
	if !strings.Contains(page, `name="code"`) || h.Get("Cache-Control") != "no-store" {
		t.Errorf("the page without words: %v\n%s", h, page)
	}
	open := c.post("/stories/mine", url.Values{"code": {strings.ToUpper(strings.ReplaceAll(code, " ", "-"))}})
	expect(t, "open", open, http.StatusOK, "<h1>ST-1</h1>", "waits to be read", "14 November 2026", "nineteen years.", "Sent in by An &lt;b&gt;, fitter",
		"an@example.com", story.WordingAir, "Withdraw ST-1 for good", `value="withdraw"`)
	expect(t, "an act that is none", c.post("/stories/mine", url.Values{"code": {code}, "act": {"publish"}}), http.StatusOK, "waits to be read")
}

func TestMyStoryIsPublished(t *testing.T) {
	c := openCounter(t, true, nil)
	code := find(t, c.post("/stories/new", answers()).Body.String(), codeWords)
	for i, o := range []story.Order{{Act: story.Accept}, {Act: story.Name, Title: "Under the stairs", Slug: "under-the-stairs"}, {Act: story.Publish}} {
		o.Who, o.Number, o.Version = "editor:1", 1, i+1
		if err := c.desk.Do(t.Context(), o); err != nil {
			t.Fatal(err)
		}
	}
	expect(t, "published", c.post("/stories/mine", url.Values{"code": {code}}), http.StatusOK, "It is published", `href="/show/stories/under-the-stairs"`)
}

func TestMyStoryIsWithdrawn(t *testing.T) {
	c := openCounter(t, true, nil)
	code := find(t, c.post("/stories/new", answers()).Body.String(), codeWords)
	for range 2 {
		w := c.post("/stories/mine", url.Values{"code": {code}, "act": {"withdraw"}})
		expect(t, "withdraw", w, http.StatusOK, "ST-1 is withdrawn.", "You withdrew it.", "!nineteen years", "!an@example.com", "!for good")
	}
	if x := c.first(t); x.State != story.Withdrawn || x.Text != "" || !x.Identity.Empty() {
		t.Errorf("stored %+v", x)
	}
}

func TestWordsThatOpenNothing(t *testing.T) {
	c := openCounter(t, true, nil)
	code := find(t, c.post("/stories/new", answers()).Body.String(), codeWords)
	first, rest, _ := strings.Cut(code, " ")
	for name, words := range map[string]string{
		"none": "  ", "one missing": rest, "other order": rest + " " + first, "markup": `"><script>alert(1)</script>`, "very long": strings.Repeat(code+" ", 100),
	} {
		for _, act := range []string{"", "withdraw"} {
			w := c.post("/stories/mine", url.Values{"code": {words}, "act": {act}})
			expect(t, name, w, http.StatusUnprocessableEntity, "<title>Error: My story", `<a href="#code">`, `id="code-error"`, "!<script>alert", "!nineteen years")
		}
	}
	if x := c.first(t); x.State != story.Received {
		t.Errorf("stored %+v", x)
	}
}

package site

import (
	"net/url"
	"strings"
	"testing"

	"insider/internal/web"
	"insider/static"
)

// structs names the struct behind each page of templates/site and templates/embed.
var structs = map[string]any{
	"article":    articlePage{},
	"episode":    episodePage{},
	"failure":    failurePage{},
	"home":       homePage{},
	"list":       listPage{},
	"page":       textPage{},
	"person":     personPage{},
	"search":     searchPage{},
	"story":      storyPage{},
	"transcript": transcriptPage{},

	"embed/failure": embedFailurePage{},
	"embed/player":  embedPage{},

	"story_check":      storyCheckPage{},
	"story_mine":       storyMinePage{},
	"story_new":        storyFormPage{},
	"story_received":   storyReceivedPage{},
	"subscribe":        subscribePage{},
	"subscribe_left":   leftPage{},
	"subscribe_listed": listedPage{},
	"subscribe_manage": managePage{},
	"subscribe_button": buttonPage{},
	"subscribe_sent":   sentPage{},
}

func TestEveryTemplateFitsItsStruct(t *testing.T) {
	base := &url.URL{Scheme: "https", Host: "insider.example"}
	assets, err := web.NewAssets(static.FS, "")
	if err != nil {
		t.Fatal(err)
	}
	r := renderer(t, base, assets)
	for _, page := range r.Names() {
		data, ok := structs[strings.TrimPrefix(page, "site/")]
		if !ok {
			t.Errorf("%s has no struct in this test", page)
			continue
		}
		if err := r.Check(page, data); err != nil {
			t.Error(err)
		}
	}
}

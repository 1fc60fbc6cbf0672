package e2e

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func (v *traveller) subscribes() []step {
	address := fmt.Sprintf("reader%d@example.com", v.n)
	var confirm, leave, undo string
	form := func(what string, path *string, form string) step {
		return step{what, func() bool { return v.accepted(v.tryPost(*path, form)) }}
	}
	subscribe := "/subscribe"
	return []step{
		form("signing up", &subscribe, "email="+url.QueryEscape(address)),
		v.mailed(address, "/subscribe/confirm", &confirm),
		form("confirming", &confirm, ""),
		form("asking again", &subscribe, "email="+url.QueryEscape(address)),
		v.mailed(address, "/subscribe/leave", &leave),
		{"looking at what is kept", func() bool {
			a, err := v.try(http.MethodGet, strings.Replace(leave, "/leave", "/manage", 1), nil)
			return v.accepted(a, err) && strings.Contains(a.Body, address)
		}},
		{"leaving", func() bool {
			a, err := v.tryPost(leave, "reason=too-many")
			if !v.accepted(a, err) {
				return false
			}
			if undo = a.read(v.t).typed("undo"); undo == "" && !v.refused {
				v.t.Error("leaving cannot be taken back")
			}
			return true
		}},
		{"taking it back", func() bool { // unless nobody heard that it was done
			return undo == "" || v.accepted(v.tryPost("/subscribe/manage", url.Values{"act": {"undo"}, "undo": {undo}}.Encode()))
		}},
		form("leaving for good", &leave, ""),
		{"finding one mail of each kind", func() bool {
			for _, path := range []string{"/subscribe/confirm", "/subscribe/leave"} {
				if n := v.mailsTo(address, path); n != 1 {
					v.t.Errorf("%d mails with a link to %s after %s", n, path, v.hit())
				}
			}
			return true
		}},
	}
}

func (v *traveller) tellsAStory() []step {
	var number, code string
	key, network := fmt.Sprintf("the-key-of-journey-%08d", v.n), v.network()
	slug := fmt.Sprintf("story-%d", v.n)
	d := v.desk()
	sends := step{"sending a story", func() bool {
		a, err := v.tryPost("/stories/new", answersOf("key", key, "email", fmt.Sprintf("teller%d@example.com", v.n)).Encode())
		if !v.accepted(a, err) {
			return false
		}
		if number = regexp.MustCompile(`ST-(\d+)`).FindStringSubmatch(a.Body)[1]; number != strconv.Itoa(v.n) {
			v.t.Errorf("the story is ST-%s of %d, after %s", number, v.n, v.hit())
		}
		code = regexp.MustCompile(`\b([a-z]+(?:[ -][a-z]+){6,9})\b`).FindString(visibleText(receipt(a.Body)))
		return true
	}}
	act := func(act string, more ...string) step {
		return step{"to " + act, func() bool {
			path := "/desk/stories/" + number
			page, err := v.try(http.MethodGet, path, nil, "Cookie", d.cookie)
			if !v.accepted(page, err) {
				return false
			}
			fields := url.Values{"act": {act}, "version": {page.read(v.t).typed("version")}}
			for i := 0; i+1 < len(more); i += 2 {
				fields.Set(more[i], more[i+1])
			}
			a, err := v.tryPost(path, fields.Encode(), "Cookie", d.cookie)
			if v.refused && err == nil && a.Status == http.StatusConflict && strings.Contains(a.Body, "A story that is") {
				return true // it was done when nobody could say so
			}
			return v.accepted(a, err)
		}}
	}
	return []step{
		sends, act("accept"), act("name", "title", "Story "+slug, "slug", slug, "answer", "Answered: "+slug), act("publish"),
		v.soon("reading it", func() bool { return strings.Contains(v.get("/stories/"+slug).Body, "Answered: "+slug) }),
		{"withdrawing", func() bool {
			return v.accepted(v.tryPost("/stories/mine", url.Values{"code": {code}, "act": {"withdraw"}}.Encode(), "X-Forwarded-For", network))
		}},
		v.soon("finding it gone", func() bool { return v.get("/stories/"+slug).Status == http.StatusGone }),
	}
}

// publishes writes an article twice and names a hub: readers see and find what was written, and the hub is told of the feed once it has it.
func (v *traveller) publishes() []step {
	t := v.t.(*testing.T)
	if v.hub == "" {
		heard := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { v.heard.Store(r.URL.Path, true) }))
		t.Cleanup(heard.Close)
		v.hub, v.config = heard.URL, readFile(t, filepath.Join(v.Content, "show.yaml"))
	}
	path, hub := fmt.Sprintf("/articles/article-%d", v.n), fmt.Sprintf("/hub-%d", v.n)
	writes := func(version int) step {
		return step{"writing", func() bool {
			save(t, v.Content+path+".md", fmt.Sprintf("---\ntitle: Article %d\ndate: 2026-01-02\nsummary: About it.\n---\nThis is version%dof%d.\n", v.n, version, v.n))
			return true
		}}
	}
	shows := func(version int) step {
		text := fmt.Sprintf("This is version%dof%d.", version, v.n)
		return v.soon("showing "+text, func() bool { return strings.Contains(v.get(path).Body, text) })
	}
	return []step{
		writes(1), shows(1), writes(2),
		{"naming a hub", func() bool {
			save(t, filepath.Join(v.Content, "show.yaml"), v.config+"\nhubs: [\""+v.hub+hub+"\"]\n")
			return true
		}},
		shows(2),
		v.soon("finding it", func() bool { return strings.Contains(v.get(fmt.Sprintf("/search?q=version2of%d", v.n)).Body, path) }),
		v.soon("naming the hub in the feed", func() bool { return strings.Contains(v.get("/podcast.xml").Body, hub) }),
		v.soon("telling the hub", func() bool {
			return len(columnOf(t, v.db, "SELECT hub FROM hub_notices WHERE hub LIKE '%"+hub+"' AND hash = told_hash")) == 1
		}),
		{"asking the hub", func() bool {
			if _, heard := v.heard.Load(hub); !heard {
				v.t.Errorf("the hub heard nothing, after %s", v.hit())
			}
			return true
		}},
	}
}

func (v *traveller) downloads() []step {
	path := v.audio()
	return []step{
		{"downloading", func() bool {
			a, err := v.try(http.MethodGet, path, nil, "User-Agent", fmt.Sprintf("Overcast/%d", v.n))
			if errors.Is(err, io.ErrUnexpectedEOF) {
				v.cut++ // the recording could not be read to its end: an app asks for the rest
				return false
			}
			return v.accepted(a, err)
		}},
		v.soon("counting", func() bool { return v.figures().sent() == v.n+v.cut }),
	}
}

func (v *traveller) signsIn() []step {
	var link, cookie string
	asks := step{"asking for a link", func() bool {
		return v.accepted(v.tryPost("/desk/sign-in", "email=editor%40example.com", "X-Forwarded-For", v.network()))
	}}
	mail := v.mailed("editor@example.com", "/desk/sign-in", &link)
	return []step{
		asks, mail,
		{"signing in", func() bool {
			path, token, _ := strings.Cut(link, "?")
			a, err := v.tryPost(path, token)
			if v.refused && err == nil && a.Status == http.StatusGone { // it was used when nobody could say so
				return asks.try() && mail.try() && false
			}
			if !v.accepted(a, err) {
				return false
			}
			cookie, _, _ = strings.Cut(a.Header.Get("Set-Cookie"), ";")
			return cookie != ""
		}},
		{"looking at the desk", func() bool { return v.accepted(v.try(http.MethodGet, "/desk", nil, "Cookie", cookie)) }},
		{"signing out", func() bool { return v.accepted(v.tryPost("/desk/sign-out", "", "Cookie", cookie)) }},
	}
}

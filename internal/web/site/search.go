package site

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"insider/internal/edition"
	"insider/internal/fault"
	"insider/internal/search"
	"insider/internal/show"
	"insider/internal/web"
)

const (
	searchPath  = "/search"
	suggestPath = searchPath + "/suggest"
)

// Search finds what is public by its words. Its faults are of kind Unavailable.
type Search interface {
	Search(ctx context.Context, typed string, only show.Kind) (*search.Results, error)
	Suggest(ctx context.Context, typed string) ([]search.Suggestion, error)
}

// registerSearch mounts the page and what is suggested while somebody types. Both read q, so no answer to a query is cached.
func (s *Site) registerSearch() {
	s.server.Cached(searchPath, web.ClassPage, s.searchResults, "q", "in")
	s.server.Cached(suggestPath, web.ClassPage, s.suggest, "q")
}

// searchPage is templates/site/search.html.
type searchPage struct {
	Base
	Heading string
	Field   *searchField
	Notes   []string // sentences between the field and what was found
	Hint    *MenuLink
	Groups  []searchGroup
	All     *MenuLink // leads from one kind back to all
	Lists   []MenuLink
	Topics  []show.Topic
	Latest  []row // for whoever found nothing
}

// searchField is parts/searchfield.html.
type searchField struct {
	Query string
	Label string
}

// searchField returns an empty field, nil on a site without search.
func (s *Site) searchField(e *edition.Edition) *searchField {
	if s.Deps.Search == nil {
		return nil
	}
	return &searchField{Label: "Search " + e.Show.Wordmark}
}

// searchResults answers /search. Without a query it is a page like any other, and cached.
func (s *Site) searchResults(ctx context.Context, r *web.Request) (*web.Response, error) {
	e := r.Edition
	typed := r.Query("q")
	found, err := s.Deps.Search.Search(ctx, typed, kindOf(r.Query("in")))
	if err != nil && !fault.Is(err, fault.Unavailable) {
		return nil, err
	}
	data := searchPage{Base: s.base(e, "search", "Search", "Search episodes, transcripts, articles and stories of "+e.Show.Title+".", ""),
		Heading: "Search", Field: s.searchField(e), Lists: lists(e)}
	for _, g := range e.Topics {
		data.Topics = append(data.Topics, g.Key)
	}
	if err != nil {
		return s.searchFailed(data, typed, err)
	}
	if data.Field.Query = found.Query.Text; data.Field.Query == "" {
		data.Path = searchPath
		return s.render("search", data)
	}
	s.fillSearch(e, &data, found)
	return s.render("search", data)
}

// searchFailed keeps what was typed and says when to try again.
func (s *Site) searchFailed(data searchPage, typed string, err error) (*web.Response, error) {
	data.Field.Query, data.NoIndex = search.Parse(typed).Text, true
	data.Notes = []string{web.Sentence(err)}
	response, failed := s.render("search", data)
	if failed != nil {
		return nil, failed
	}
	response.Status = http.StatusServiceUnavailable
	var f *fault.Error
	if errors.As(err, &f) && f.RetryAfter > 0 {
		response.Header = http.Header{"Retry-After": {strconv.Itoa(int(f.RetryAfter / time.Second))}}
	}
	return response, nil
}

// fillSearch puts what was found on the page.
func (s *Site) fillSearch(e *edition.Edition, data *searchPage, found *search.Results) {
	quoted := "“" + shortened(found.Query.Text) + "”"
	data.NoIndex = true
	data.Title = quoted + ", search"
	data.Notes = searchNotes(found)
	if found.Hint != "" {
		data.Hint = &MenuLink{Name: found.Hint, Path: searchLink(found.Hint, "")}
	}
	if len(found.Groups) == 0 {
		data.Heading = "Nothing found for " + quoted
		data.Latest = s.rows(e, e.Log[:min(relatedRows, len(e.Log))])
		return
	}
	data.Heading = resultCount(found) + " for " + quoted
	for _, g := range found.Groups {
		data.Groups = append(data.Groups, s.searchGroup(e, g, found))
	}
	if found.Only != "" {
		data.All = &MenuLink{Name: "Results of every kind", Path: searchLink(found.Query.Text, "")}
	}
}

// searchNotes says what to know about results.
func searchNotes(found *search.Results) []string {
	var notes []string
	if found.Query.Cut {
		notes = append(notes, "Your question was longer than we can search for. Only its beginning was used.")
	}
	if found.Any {
		notes = append(notes, "Nothing has all of these words. These have some of them.")
	}
	if found.State.Building() {
		notes = append(notes, "The search index is being built: "+thousands(found.State.Done)+" of "+thousands(found.State.Total)+
			" texts can be found so far.")
	}
	return notes
}

func resultCount(found *search.Results) string {
	n := count(found.Total(), "result")
	if slices.ContainsFunc(found.Groups, func(g search.Group) bool { return g.More }) {
		return "More than " + n
	}
	return n
}

// shortened cuts a long query for a title.
func shortened(text string) string {
	const most = 60
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return text
}

// searchLink is the address of a query, of one kind or of all.
func searchLink(query string, kind show.Kind) string {
	values := url.Values{"q": {query}}
	if kind != "" {
		values.Set("in", string(kind))
	}
	return searchPath + "?" + values.Encode()
}

// kindOf reads ?in=; what is no kind of result means every kind.
func kindOf(in string) show.Kind {
	if i := slices.Index(search.Kinds, show.Kind(in)); i >= 0 {
		return search.Kinds[i]
	}
	return ""
}

// suggestion is one title as scripts read it.
type suggestion struct {
	Title string `json:"title"`
	Kind  string `json:"kind"`
	Path  string `json:"path"`
}

// suggest answers with titles that what was typed so far may become.
func (s *Site) suggest(ctx context.Context, r *web.Request) (*web.Response, error) {
	found, err := s.Deps.Search.Suggest(ctx, r.Query("q"))
	if err != nil {
		return nil, err
	}
	list := make([]suggestion, len(found))
	for i, x := range found {
		list[i] = suggestion{x.Title, kindNames[x.Kind].one, s.server.Root() + x.Path}
	}
	body, err := json.Marshal(list)
	return &web.Response{Type: "application/json", Body: body}, err
}

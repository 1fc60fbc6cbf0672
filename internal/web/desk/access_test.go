package desk_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// answers are what each route of the desk answers to somebody who works there, with the fields of acts. A route
// that is not in it fails the test: say here what it answers, and everybody else is tried on it too.
var answers = map[string]int{
	"GET /desk": 200, "GET /desk/stories/:number": 200, "GET /desk/readers": 200, "GET /desk/readers.csv": 200,
	"GET /desk/figures": 200, "GET /desk/figures.csv": 200, "GET /desk/mail": 200, "GET /desk/mail/:name": 200,
	"GET /desk/content": 200, "GET /desk/feed": 200, "GET /desk/settings": 200, "GET /desk/examination": 200,
	"POST /desk/stories/:number": 303, "POST /desk/mail": 303, "POST /desk/settings": 303, "POST /desk/examination": 303,
}

// doors are the routes that answer those who are not signed in, and the one that ends a session; tests of their own try them.
var doors = []string{"GET /desk/sign-in", "POST /desk/sign-in", "POST /desk/sign-out"}

// acts are the fields of a form that changes something for whoever may.
var acts = map[string]url.Values{
	"/desk/stories/:number": {"act": {"name"}, "title": {"A title"}, "slug": {"a-title"}}, "/desk/mail": {"act": {"off"}}, "/desk/settings": {"session": {"1"}},
}

// routesOfTheDesk reads from the source which routes are mounted below /desk: whatever hands over a method and such a path.
func routesOfTheDesk(t *testing.T) (routes []string) {
	t.Helper()
	err := filepath.WalkDir("../..", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && len(call.Args) > 1 {
				if method, path := methodOf(call.Args[0]), textOf(call.Args[1]); method != "" && strings.HasPrefix(path+"/", "/desk/") {
					routes = append(routes, method+" "+path)
				}
			}
			return true
		})
		return nil
	})
	if err != nil || len(routes) == 0 {
		t.Fatalf("%d routes, %v", len(routes), err)
	}
	return routes
}

// methodOf is the method that an expression such as http.MethodGet or "GET" says, "" for anything else.
func methodOf(x ast.Expr) string {
	if s, ok := x.(*ast.SelectorExpr); ok {
		name, isMethod := strings.CutPrefix(s.Sel.Name, "Method")
		if isMethod {
			return strings.ToUpper(name)
		}
	}
	return textOf(x)
}

func textOf(x ast.Expr) string {
	if l, ok := x.(*ast.BasicLit); ok && l.Kind == token.STRING {
		text, _ := strconv.Unquote(l.Value)
		return text
	}
	return ""
}

// TestEveryRouteAndEverybody tries every route of the desk with everybody: those who work there get what the table says, all
// others are sent to the sign-in and change nothing.
func TestEveryRouteAndEverybody(t *testing.T) {
	s := newStaffed(t)
	routes := routesOfTheDesk(t)
	for route := range answers {
		if !slices.Contains(routes, route) {
			t.Errorf("%s is not mounted", route)
		}
	}
	for _, route := range routes {
		if slices.Contains(doors, route) {
			continue
		}
		want, ok := answers[route]
		if !ok {
			t.Errorf("what does %s answer to an editor? Write it into the table.", route)
			continue
		}
		method, path, _ := strings.Cut(route, " ")
		s.tryAll(method, path, want)
	}
}

// tryAll tries a route with everybody.
func (s *staffed) tryAll(method, path string, want int) {
	s.t.Helper()
	for _, c := range s.callers {
		before := s.state()
		got := s.ask(c, method, path)
		if c.works {
			if got.Status != want || got.Status == http.StatusSeeOther && strings.Contains(got.Header.Get("Location"), "sign-in") {
				s.t.Errorf("%s %s: %s gets %d to %q, want %d", method, path, c.who, got.Status, got.Header.Get("Location"), want)
			}
			continue
		}
		if !isShutOut(got) {
			s.t.Errorf("%s %s: %s gets %d to %q", method, path, c.who, got.Status, got.Header.Get("Location"))
		}
		if after := s.state(); after != before {
			s.t.Errorf("%s %s: %s changed %q to %q", method, path, c.who, before, after)
		}
	}
}

// isShutOut reports whether an answer leads to the sign-in or is the sign-in, with what was typed sealed in it.
func isShutOut(p page) bool {
	if p.Status == http.StatusForbidden {
		return sealedField.MatchString(p.Body) && strings.Contains(p.Body, "<h1>Sign in</h1>") && !strings.Contains(p.Body, "historian") && !strings.Contains(p.Body, "A title")
	}
	return p.Status == http.StatusSeeOther && strings.HasPrefix(p.Header.Get("Location"), "/desk/sign-in") && p.Body == ""
}

// TestNoOtherWayIn tries the routes of the desk as an editor with every other method, with a method in a header or a field, and
// from pages of other sites: nothing of it gets through.
func TestNoOtherWayIn(t *testing.T) {
	s := newStaffed(t)
	routes, editor := routesOfTheDesk(t), s.callers[slices.IndexFunc(s.callers, func(c caller) bool { return c.works })]
	before := s.state()
	for _, route := range routes {
		method, path, _ := strings.Cut(route, " ")
		for _, other := range []string{"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"} {
			if !slices.Contains(routes, other+" "+path) {
				if got := s.ask(editor, other, path); got.Status != http.StatusMethodNotAllowed || !strings.Contains(got.Header.Get("Allow"), method) {
					t.Errorf("%s %s: %d, Allow %q", other, path, got.Status, got.Header.Get("Allow"))
				}
			}
		}
		if slices.Contains(routes, "GET "+path) {
			s.ask(editor, "GET", path+"?"+acts[path].Encode()+"&_method=POST", "X-HTTP-Method-Override", "POST")
			s.ask(editor, "HEAD", path+"?"+acts[path].Encode(), "X-HTTP-Method-Override", "POST")
		}
		for _, from := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example"}, {"Origin", "null"}} {
			if got := s.ask(editor, method, path, from...); method == http.MethodPost && got.Status != http.StatusForbidden {
				t.Errorf("%s from %v: %d", route, from, got.Status)
			}
		}
	}
	if after := s.state(); after != before {
		t.Errorf("%q became %q", before, after)
	}
}

// TestNobodyEndsTheSessionOfAnother posts the number of every session there is.
func TestNobodyEndsTheSessionOfAnother(t *testing.T) {
	s := newStaffed(t)
	editor, owner := s.callers[len(s.callers)-2], s.callers[len(s.callers)-1]
	own := s.sessions()["editor@example.com"]
	for id := range 50 {
		acts := url.Values{"session": {strconv.Itoa(id)}}
		if !slices.Contains(own, int64(id)) {
			s.request(editor, http.MethodPost, "/desk/settings", acts).to("/desk/settings?done=ended")
		}
	}
	if got := s.ask(owner, http.MethodGet, "/desk"); got.Status != http.StatusOK {
		t.Errorf("the owner's session ended: %d", got.Status)
	}
}

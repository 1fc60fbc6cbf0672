package desk_test

import (
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"insider/internal/story"
)

// TestAFormChangesOnlyWhatItsActMay adds to an act what belongs to the sender and to the program.
func TestAFormChangesOnlyWhatItsActMay(t *testing.T) {
	h := newHouse(t, "http://localhost", nil)
	h.send(nil)
	before, err := h.store.Story(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	b := h.editor("ed@example.com")
	b.post("/desk/stories/1", "act", "accept", "version", "1", "text", "Changed.", "credit", "Changed", "email", "changed@example.com", "industry", "Changed",
		"country", "Changed", "naming", "full", "publish", "on", "air", "on", "edit", "on", "state", "published", "number", "7", "code", "x").is(303)
	after, err := h.store.Story(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	want := *before
	want.State, want.Version, want.Decided = story.Accepted, 2, after.Decided
	if !reflect.DeepEqual(*after, want) {
		t.Errorf("the form changed more than its act:\n%+v\n%+v", *before, *after)
	}
}

// TestEachPageSignsOut looks for the button on every page of the desk.
func TestEachPageSignsOut(t *testing.T) {
	h := newHouse(t, "http://localhost", nil)
	h.send(nil)
	b := h.editor("ed@example.com")
	for _, path := range []string{"/desk", "/desk/stories/1", "/desk/readers", "/desk/figures", "/desk/mail", "/desk/content", "/desk/feed", "/desk/settings", "/desk/examination"} {
		b.get(path).is(200).says(`action="/desk/sign-out"`)
	}
}

// mustBeBound looks at every cookie of an answer: these and no other, each kept to this host, https, the server and this site.
func mustBeBound(t *testing.T, h http.Header, names ...string) {
	t.Helper()
	cookies := h.Values("Set-Cookie")
	for _, c := range cookies {
		for _, want := range []string{"; Path=/;", "; HttpOnly", "; Secure", "; SameSite=Lax"} {
			if !strings.Contains(c, want) || strings.Contains(c, "Domain=") {
				t.Errorf("a cookie lacks %q: %s", want, c)
			}
		}
		if !slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(c, name) }) {
			t.Errorf("a cookie that is not among %v: %s", names, c)
		}
	}
	if len(cookies) != len(names) {
		t.Errorf("%d cookies, want %v", len(cookies), names)
	}
}

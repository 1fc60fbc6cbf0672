package e2e

import (
	"database/sql"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestASessionIsNeverTakenOver gives a browser a session that somebody else chose before its owner signs in, and signs in twice.
func TestASessionIsNeverTakenOver(t *testing.T) {
	t.Parallel()
	s := start(t)
	enter := func(cookie string) string {
		out, code := s.command("editor", "add", "editor@example.com")
		link := regexp.MustCompile(`token=\S+`).FindString(out)
		if code != 0 || link == "" {
			t.Fatal(out)
		}
		a := s.post("/desk/sign-in", link, "Cookie", cookie)
		set, _, _ := strings.Cut(a.Header.Get("Set-Cookie"), ";")
		if a.Status != http.StatusSeeOther || set == "" {
			t.Fatalf("signing in: %d, %q", a.Status, set)
		}
		return set
	}
	opens := func(cookie string) bool { return s.get("/desk", "Cookie", cookie).Status == http.StatusOK }

	chosen := "session=CHOSENBYSOMEBODYELSE2345"
	first := enter(chosen)
	if first == chosen || opens(chosen) || !opens(first) {
		t.Errorf("the session that somebody else chose became one: %q", first)
	}
	second := enter(first)
	if second == first || opens(first) || !opens(second) {
		t.Error("signing in again leaves the session before it open")
	}
	other := enter("") // in another browser
	if !opens(second) || !opens(other) {
		t.Error("signing in elsewhere ends a session")
	}
}

// TestSignInsAreLogged reads who came in, and who was refused, from the log: by request, without a name or a link.
func TestSignInsAreLogged(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.signIn() // also tries its link a second time
	s.post("/desk/sign-in", "email=editor%40example.com")
	for _, want := range []string{`msg="signed in" id=`, `msg="sign-in refused" id=`, `msg="sign-in link asked for" id=`} {
		if !strings.Contains(s.log.String(), want) {
			t.Errorf("the log lacks %s", want)
		}
	}
	if strings.Contains(s.log.String(), "editor@") || strings.Contains(s.log.String(), "token=") {
		t.Error("the log names an editor or holds a link")
	}
}

// TestGettingChangesNothing follows every link that a scanner of mails or a prefetching browser could, several times, and looks whether
// a row of the database changed.
func TestGettingChangesNothing(t *testing.T) {
	t.Parallel()
	s := start(t, withEnv("INSIDER_EVENTS_DAYS=0"))
	s.subscribe("reader@example.com")
	confirm := s.linkIn("/subscribe/confirm")
	_, token, _ := strings.Cut(confirm, "token=")
	_, code := s.sendStory(storyForm)
	cookie := s.signIn()
	out, _ := s.command("editor", "add", "second@example.com")
	signIn := regexp.MustCompile(`/desk/sign-in\?token=\S+`).FindString(out)
	paths := []string{confirm, confirm, "/subscribe/leave?token=" + token, "/subscribe/manage?token=" + token, "/subscribe?email=other%40example.com",
		"/stories/new?" + storyForm, "/stories/mine?act=withdraw&code=" + strings.ReplaceAll(code, " ", "+"), signIn, signIn,
		"/desk/stories/1?act=accept", "/desk/mail?hold=on", "/desk/settings?session=1", "/desk/examination", "/desk/sign-out"}
	for path := range s.walk() {
		paths = append(paths, path)
	}
	before := tablesOf(t, s)
	for _, path := range paths {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			for _, headers := range [][]string{{"Cookie", cookie}, nil} {
				if a := s.do(method, path, nil, headers...); a.Status >= 500 || a.Header.Get("Set-Cookie") != "" && !strings.HasPrefix(path, "/desk") {
					t.Errorf("%s %s: %d, cookie %q", method, path, a.Status, a.Header.Get("Set-Cookie"))
				}
			}
		}
	}
	after := tablesOf(t, s)
	for table, rows := range before {
		if !slices.Equal(rows, after[table]) {
			t.Errorf("reading changed %s:\n%v\n%v", table, rows, after[table])
		}
	}
}

// tablesOf returns the rows of every table but those that note when something was last seen or tried.
func tablesOf(t *testing.T, s *server) map[string][]string {
	t.Helper()
	db := openDatabase(t, s.Data)
	tables := map[string][]string{}
	for _, name := range columnOf(t, db, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'") {
		if name == "sessions" || strings.HasPrefix(name, "outbox") { // last visit; mails go out meanwhile
			continue
		}
		tables[name] = rowsAsText(t, db, name)
	}
	return tables
}

func rowsAsText(t *testing.T, db *sql.DB, table string) (list []string) {
	t.Helper()
	rows, err := db.Query("SELECT * FROM " + table)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	values := make([]any, len(columns))
	for i := range values {
		values[i] = new(any)
	}
	for rows.Next() {
		if err := rows.Scan(values...); err != nil {
			t.Fatal(err)
		}
		line := ""
		for _, v := range values {
			line += fmt.Sprint(*v.(*any)) + "|"
		}
		list = append(list, line)
	}
	slices.Sort(list)
	return list
}

package e2e

import (
	"fmt"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// noLimits let a test write as fast as it can.
var noLimits = withEnv("INSIDER_LIMIT_SIGNUPS=100000", "INSIDER_LIMIT_STORIES=100000", "INSIDER_LIMIT_MINUTE=100000")

// storm posts with several writers until enough posts were acknowledged, kills the server in the middle of the others, and
// returns what was acknowledged.
func (s *server) storm(enough int, post func(writer, i int) (id string, a *answer, err error)) []string {
	var (
		mu   sync.Mutex
		done []string
		wg   sync.WaitGroup
		stop = make(chan struct{})
	)
	for writer := range 4 {
		wg.Go(func() {
			for i := 0; ; i++ {
				id, a, err := post(writer, i)
				if err != nil || a == nil {
					return
				}
				if a.Status != http.StatusOK && a.Status != http.StatusSeeOther {
					continue
				}
				mu.Lock()
				if done = append(done, id); len(done) == enough {
					close(stop)
				}
				mu.Unlock()
			}
		})
	}
	select {
	case <-stop:
	case <-time.After(30 * time.Second):
		s.t.Error("the storm is too slow")
	}
	s.kill()
	wg.Wait()
	return done
}

// tryPost is post for tests in which the server may be gone.
func (s *server) tryPost(path, form string, headers ...string) (*answer, error) {
	headers = append([]string{"Content-Type", "application/x-www-form-urlencoded"}, headers...)
	return s.try(http.MethodPost, path, strings.NewReader(form), headers...)
}

// killedWhileSigningUp: whoever was told to look in the inbox is on the list once and gets a mail, and nobody is there by half.
func killedWhileSigningUp(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	var acknowledged []string
	for round := range rounds(8) {
		s := start(t, withData(dir), noLimits)
		acknowledged = append(acknowledged, s.storm(12, func(writer, i int) (string, *answer, error) {
			address := fmt.Sprintf("r%d-%d-%d@example.com", round, writer, i)
			a, err := s.tryPost("/subscribe", "email="+address)
			return address, a, err
		})...)
	}
	// The mails that a killed server was sending are leased to it for five minutes: let them pass.
	if _, err := openDatabase(t, dir).Exec("UPDATE outbox_mails SET leased_until = '2000-01-01 00:00:00+00:00' WHERE leased_until IS NOT NULL"); err != nil {
		t.Fatal(err)
	}
	s := start(t, withData(dir), noLimits)
	rows := map[string]int{}
	for _, row := range s.desk().readers() {
		rows[row[0]]++
	}
	for _, address := range acknowledged {
		if rows[address] != 1 {
			t.Errorf("%s was acknowledged and is there %d times", address, rows[address])
		}
	}
	eventually(t, 30*time.Second, "every row has its mail", func() bool {
		mailed := map[string]bool{}
		for _, m := range s.mails() {
			if m := regexp.MustCompile(`(?m)^To: <([^>]+)>`).FindStringSubmatch(m); m != nil {
				mailed[m[1]] = true
			}
		}
		for address := range mailed {
			if rows[address] == 0 {
				t.Fatalf("a mail to %s, who is not on the list", address)
			}
		}
		return len(mailed) == len(rows)
	})
}

// killedWhileWriting: the story that was acknowledged has its number, and the same form sent again gets the same one.
func killedWhileWriting(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	acknowledged := map[string]string{} // key of the form -> number
	for round := range rounds(8) {
		s := start(t, withData(dir), noLimits)
		for key, number := range acknowledged {
			if a := s.post("/stories/new", storyForm+"&key="+key); !strings.Contains(a.Body, "ST-"+number) {
				t.Fatalf("round %d: the story acknowledged as ST-%s is not there", round, number)
			}
		}
		for _, pair := range s.storm(12, func(writer, i int) (string, *answer, error) {
			key := fmt.Sprintf("key-%d-%d-%d-0123456789abcdef", round, writer, i)
			a, err := s.tryPost("/stories/new", storyForm+"&key="+key)
			if err != nil {
				return "", nil, err
			}
			m := regexp.MustCompile(`ST-(\d+)`).FindStringSubmatch(a.Body)
			if m == nil {
				return "", a, fmt.Errorf("%d without a number", a.Status)
			}
			return key + " " + m[1], a, nil
		}) {
			key, number, _ := strings.Cut(pair, " ")
			acknowledged[key] = number
		}
	}
	numbers := map[string]string{}
	for key, number := range acknowledged {
		if other, twice := numbers[number]; twice {
			t.Errorf("ST-%s was given to %s and %s", number, key, other)
		}
		numbers[number] = key
	}
}

// killedWhilePublishing: each story is public with its history, or it is not and can be published.
func killedWhilePublishing(t *testing.T) {
	t.Parallel()
	const stories = 8 // a round
	s := start(t, noLimits)
	d := s.desk()
	for round := range rounds(8) {
		first := round*stories + 1
		for n := first; n < first+stories; n++ {
			s.sendStory(answersOf("text", fmt.Sprintf("The story with the number %d.", n)).Encode())
			d.act(n, "accept")
			d.act(n, "name", "title", fmt.Sprintf("Story %d", n), "slug", fmt.Sprintf("story-%d", n))
		}
		acknowledged := s.storm(stories/2, func(writer, i int) (string, *answer, error) {
			n := 4*i + writer
			if n >= stories {
				return "", nil, nil
			}
			a, err := s.tryPost(fmt.Sprintf("/desk/stories/%d", first+n), "act=publish&version=3", "Cookie", d.cookie)
			return fmt.Sprint(first + n), a, err
		})
		s.restart()
		for _, n := range acknowledged {
			if a := s.get("/stories/story-" + n); a.Status != http.StatusOK {
				t.Errorf("story %s was acknowledged and answers %d", n, a.Status)
			}
		}
		for n := first; n < first+stories; n++ {
			d.mustBePublishedOrNot(n)
		}
	}
}

// mustBePublishedOrNot looks for a story that is public by half, and publishes one that is not.
func (d desk) mustBePublishedOrNot(n int) {
	d.t.Helper()
	path := fmt.Sprintf("/stories/story-%d", n)
	public := d.get(path).Status == http.StatusOK
	told := strings.Contains(d.get("/feed.xml").Body, path+"<")
	page := d.get(fmt.Sprintf("/desk/stories/%d", n), "Cookie", d.cookie).read(d.t)
	acts := text(page.find(func(n *node) bool { return strings.HasPrefix(attr(n, "class"), "history") }))
	if entry := strings.Contains(acts, "published it"); public != told || public != entry {
		d.t.Errorf("story %d is half published: page %v, feed %v, history %v: %s", n, public, told, entry, strings.Join(strings.Fields(acts), " "))
	}
	if !public {
		d.act(n, "publish")
	}
}

// killedWhileContentChanges: the site shows what lies in the folder, each item once, and the feed's Last-Modified never goes back.
func killedWhileContentChanges(t *testing.T) {
	t.Parallel()
	const articles = 5
	dir := newShow(t)
	text := func(n, round, i int) string {
		return fmt.Sprintf("---\ntitle: Article %d\ndate: 2026-01-0%d\nsummary: About it.\n---\nThis is version %d.%d.\n", n, n+1, round, i)
	}
	s := start(t, withContent(dir))
	var modified time.Time
	for round := range rounds(8) {
		stop, stopped := make(chan struct{}), make(chan int)
		go func() {
			pace := time.NewTicker(100 * time.Millisecond) // a file that changes at every look is not taken
			defer pace.Stop()
			for i := 0; ; i++ {
				for n := range articles {
					save(t, filepath.Join(dir, fmt.Sprintf("articles/a%d.md", n)), text(n, round, i))
					<-pace.C
				}
				select {
				case <-stop:
					stopped <- i
					return
				default:
				}
			}
		}()
		eventually(t, patience, "the changes are followed", func() bool {
			a, err := s.try(http.MethodGet, "/articles/a3", nil)
			return err == nil && strings.Contains(a.Body, fmt.Sprintf("This is version %d.", round))
		})
		s.kill()
		close(stop)
		last := <-stopped
		s.restart()
		for n := range articles {
			path := fmt.Sprintf("/articles/a%d", n)
			if a := s.get(path); !strings.Contains(a.Body, fmt.Sprintf("This is version %d.%d.", round, last)) {
				t.Errorf("round %d: %s is not what lies in the folder: %d", round, path, a.Status)
			}
			if told := strings.Count(s.get("/feed.xml").Body, "<link>"+s.URL+path+"</link>"); told != 1 {
				t.Errorf("round %d: %s is in the feed %d times", round, path, told)
			}
		}
		now, err := http.ParseTime(s.get("/feed.xml").Header.Get("Last-Modified"))
		if err != nil || now.Before(modified) {
			t.Errorf("round %d: Last-Modified is %v, was %v: %v", round, now, modified, err)
		}
		modified = now
	}
}

// save writes a file as editors do: beside its place, and then into it.
func save(t *testing.T, name, text string) {
	t.Helper()
	writeFile(t, name+"~", text)
	if err := os.Rename(name+"~", name); err != nil {
		t.Error(err)
	}
}

// killedWhileBackingUp kills the server in the middle of its regular backups while readers sign up: each backup that has its name is
// whole and holds whoever was acknowledged before it began, and the next start removes what is there by half.
func killedWhileBackingUp(t *testing.T) {
	t.Parallel()
	dir, content := filepath.Join(t.TempDir(), "data"), newShow(t)
	longRecording(t, filepath.Join(content, "episodes/your-first-episode/sample.mp3"), 24<<20) // so that a backup takes a while
	launch := func() *server {
		return start(t, withContent(content), withData(dir), noLimits, withEnv("INSIDER_BACKUP_EVERY=1s"))
	}
	isHalf := func(name string) bool { return strings.Contains(name, "partial") }
	halves := func() int {
		names, _ := os.ReadDir(filepath.Join(dir, "backups")) // made by the first one
		return len(slices.DeleteFunc(names, func(e os.DirEntry) bool { return !isHalf(e.Name()) }))
	}
	newest := func() string {
		copies := backupsIn(filepath.Join(dir, "backups"))
		if len(copies) == 0 {
			return ""
		}
		return copies[len(copies)-1]
	}
	acknowledged := map[string]time.Time{}
	halfWay, wholeOnes := 0, 0
	for round := range rounds(4) {
		s := launch()
		if n := halves(); n > 1 {
			t.Errorf("round %d: a start leaves %d half backups", round, n)
		}
		stopped := make(chan struct{})
		go func() {
			defer close(stopped)
			for i := 0; ; i++ {
				address := fmt.Sprintf("r%d-%d@example.com", round, i)
				if a, err := s.tryPost("/subscribe", "email="+address); err != nil || a.Status != http.StatusOK {
					return
				}
				acknowledged[address] = time.Now()
			}
		}()
		before := newest()
		for deadline := time.Now().Add(patience); halves() == 0 || newest() == before; time.Sleep(time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatal("no backup is made, or none begins")
			}
		}
		s.kill()
		<-stopped
		halfWay += halves()
		began, err := time.Parse("backup-20060102T150405Z.tar", filepath.Base(newest()))
		if err != nil {
			t.Fatal(err)
		}
		held := columnOf(t, openDatabase(t, restored(t, newest()).Data), "SELECT email FROM subscribers")
		for address, at := range acknowledged {
			if at.Before(began) && !slices.Contains(held, address) {
				t.Errorf("round %d: %s was acknowledged before %v and is not in the backup", round, address, began)
			}
		}
		wholeOnes += len(held)
	}
	if halfWay == 0 || wholeOnes == 0 {
		t.Errorf("%d backups were killed half-way, %d readers were in whole ones", halfWay, wholeOnes)
	}
	s := start(t, withContent(content), withData(dir), noLimits)
	if n := halves(); n > 0 {
		t.Errorf("a start leaves %d half backups", n)
	}
	held := columnOf(t, openDatabase(t, s.Data), "SELECT email FROM subscribers")
	for address := range acknowledged {
		if !slices.Contains(held, address) {
			t.Errorf("%s was acknowledged and is lost", address)
		}
	}
}

// killedWhileStamping kills the command at different moments: apps get the recording or its stamped copy, whole and as long
// as the feed says.
func killedWhileStamping(t *testing.T) {
	t.Parallel()
	dir := generated(t, 3)
	s := start(t, withContent(dir), oneAddress)
	slug := strings.Split(s.audioPath(), "/")[3]
	retitle(t, dir, 0)
	k := killsOf(s, "stamp", "--force", slug)
	acknowledged := 0
	for n := 1; n <= max(moments, rounds(moments)); n++ {
		retitle(t, dir, n)
		if k.next(s) {
			acknowledged = n
		}
		eventually(t, patience, "apps get what the feed says", func() bool {
			m := regexp.MustCompile(`<enclosure url="[^"]*` + regexp.QuoteMeta(slug) + `[^"]*" length="(\d+)"`).FindStringSubmatch(s.get("/podcast.xml").Body)
			a := s.get(s.audioPath())
			return m != nil && a.Status == http.StatusOK && fmt.Sprint(len(a.Body)) == m[1]
		})
		if copies := namesIn(t, filepath.Join(s.Data, "bucket/public/episodes", slug)); len(copies) != 1 {
			t.Errorf("after %v there are copies %v", k.after, copies)
		}
		told := regexp.MustCompile(`The show of round (\d+)`).FindStringSubmatch(s.get(s.audioPath()).Body)
		if of, err := strconv.Atoi(told[1]); err != nil || of < acknowledged || of > n {
			t.Errorf("after %v the copy is of round %d; that of round %d was acknowledged", k.after, of, acknowledged)
		}
	}
	k.mustBeEnough(t)
	s.says(0, "tamp", "stamp", "--force", slug) // written now, or nothing is left to write
}

// retitle gives a show another title, so that what is stamped differs each time.
func retitle(t *testing.T, dir string, n int) {
	t.Helper()
	name := filepath.Join(dir, "show.yaml")
	save(t, name, regexp.MustCompile(`(?m)^title:.*$`).ReplaceAllString(readFile(t, name), fmt.Sprintf("title: The show of round %d", n))+"\n")
}

// killedWhileMigrating kills the upgrade of an old database at different moments: the next one finishes it, and everything that
// was in it is there.
func killedWhileMigrating(t *testing.T) {
	t.Parallel()
	newest := schemaOf(t, start(t).Data)
	h := house{t: t}
	upgraded := h.old()
	k := killsOf(upgraded, "migrate")
	want := rowsOf(t, openDatabase(t, upgraded.Data), sqliteTables)
	for range max(moments, rounds(moments)) {
		s := h.old()
		k.next(s)
		s.says(0, "", "migrate")
		db := openDatabase(t, s.Data)
		if got := schemaOf(t, s.Data); got != newest {
			t.Errorf("after %v the schema differs:\n%s", k.after, got)
		}
		if got := rowsOf(t, db, sqliteTables); !maps.EqualFunc(got, want, slices.Equal[[]string]) {
			t.Errorf("after %v there are rows\n%v\nnot\n%v", k.after, got, want)
		}
		copies, err := filepath.Glob(filepath.Join(s.Data, "backups/before-migration-from-4-*.db"))
		if err != nil || len(copies) == 0 {
			t.Errorf("after %v there is no copy of the old database: %v", k.after, err)
		}
	}
	k.mustBeEnough(t)
}

// killedWhileStarting kills a server at different moments of its first start, migrations among them: the next one starts.
func killedWhileStarting(t *testing.T) {
	t.Parallel()
	whole := schemaOf(t, start(t).Data)
	if !strings.Contains(whole, "CREATE TABLE") {
		t.Fatalf("no tables: %s", whole)
	}
	dir := filepath.Join(t.TempDir(), "data")
	for after := 5 * time.Millisecond; after < 120*time.Millisecond; after += 8 * time.Millisecond {
		s := &server{t: t, Data: dir}
		cmd := exec.Command(binary, "serve")
		cmd.Env = s.environ("INSIDER_ADDR=127.0.0.1:0")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(after) // the moment of the kill is what the test is about
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if after%3 == 0 { // some begin anew, the others go on where the one before died
			if out, code := s.command("migrate"); code != 0 {
				t.Fatalf("after %v: %s", after, out)
			}
			if got := schemaOf(t, dir); got != whole {
				t.Fatalf("after %v the schema differs:\n%s", after, got)
			}
			dir = filepath.Join(t.TempDir(), "data")
		}
	}
	s := start(t, withData(dir))
	if got := schemaOf(t, dir); got != whole || s.get("/").Status != http.StatusOK {
		t.Errorf("the schema differs:\n%s", got)
	}
	if out, code := s.command("migrate"); code != 1 || !strings.Contains(out, "Another insider process") {
		t.Errorf("migrate beside a server: %d %s", code, out)
	}
}

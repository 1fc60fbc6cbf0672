package e2e

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// fillBut takes all room of a disk but so many bytes.
func fillBut(t *testing.T, dir string, room int64) (free func()) {
	t.Helper()
	free = fill(t, dir)
	name := filepath.Join(dir, "filler")
	info, err := os.Stat(name)
	if err == nil {
		err = os.Truncate(name, info.Size()-room)
	}
	if err != nil {
		t.Fatal(err)
	}
	return free
}

// withSmall makes a folder of the data folder a disk of its own.
func withSmall(t *testing.T, name, disk string) option {
	return func(s *server) {
		s.Data = filepath.Join(t.TempDir(), "data")
		if err := os.Mkdir(s.Data, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(disk, filepath.Join(s.Data, name)); err != nil {
			t.Fatal(err)
		}
	}
}

// toldOnce checks that the log says something once.
func (s *server) toldOnce(words string) {
	s.t.Helper()
	eventually(s.t, recovery, "the log says: "+words, func() bool { return strings.Contains(s.log.String(), words) })
	if n := strings.Count(s.log.String(), words); n != 1 {
		s.t.Errorf("the log says %d times: %s", n, words)
	}
}

// noRoomForPictures fills the folder of what is made for visitors: cards, sizes of pictures, traces, and what is remembered of the content.
func noRoomForPictures(t *testing.T) {
	t.Parallel()
	disk := smallDisk(t, 4)
	dir := newShow(t)
	s := start(t, withContent(dir), withSmall(t, "cache", disk))
	page := strings.TrimPrefix(regexp.MustCompile(`<loc>([^<]*/episodes/[^<]+)</loc>`).FindStringSubmatch(s.get("/sitemap.xml").Body)[1], s.URL)
	free := fill(t, disk)
	card := s.card(page)
	for range 3 {
		s.mustRead("no room for pictures")
		s.mustShow(card)
	}
	cards := filepath.Join(s.Data, "cache/cards")
	s.toldOnce(`there is no room to keep what is made for visitors, so it is made again each time: make room on that disk" folder=` + cards + " ")
	kept := func() []string { return namesIn(t, cards) }
	if names := kept(); len(names) > 0 {
		t.Errorf("without room %v are kept", names)
	}
	writeFile(t, dir+"/articles/meanwhile.md", article("Meanwhile", "Written without room."))
	free()
	eventually(t, recovery, "what was written meanwhile is shown", func() bool { return s.get("/articles/meanwhile").Status == http.StatusOK })
	s.mustShow(card)
	if names := kept(); len(names) != 1 {
		t.Errorf("with room %v are kept", names)
	}
	s.toldOnce(`what is made for visitors is kept again" folder=` + cards)
	s.follows(dir, 1)
	s.kill()
	s.restart()
	s.mustRead("started again")
	s.mustShow(s.card(page))
}

// noRoomForTheIndex lets the search index grow until the disk is full, starts the server in front of it, and makes room.
func noRoomForTheIndex(t *testing.T) {
	t.Parallel()
	disk := smallDisk(t, 24)
	data := filepath.Join(disk, "data")
	if err := os.Mkdir(data, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(t.TempDir(), filepath.Join(data, "cache")); err != nil {
		t.Fatal(err)
	}
	free := fillBut(t, disk, 250<<10)
	s := start(t, withContent(generated(t, 40)), withData(data), withEnv("INSIDER_DATABASE_URL=sqlite:"+filepath.Join(t.TempDir(), "insider.db")))
	const full = "there is no room for the search index, so what is new cannot be found: make room on the disk of the data folder, and it is finished by itself"
	lacks := func() bool {
		return strings.Contains(s.get("/readyz").Body, "there is no room to bring the index up to date")
	}
	whole := func() bool { return strings.Contains(s.get("/readyz").Body, `"search":"ok"`) }
	finds := func() bool { return strings.Contains(s.search("historian").Body, "results for") }
	mustSearch := func(when string) { // or be told when to come again, with what was typed
		if a := s.search("historian"); a.Status != http.StatusOK && (a.Status != http.StatusServiceUnavailable || a.read(t).typed("q") != "historian") {
			t.Errorf("%s: searching answers %d", when, a.Status)
		}
	}
	eventually(t, patience, "the index has no room", lacks)
	s.toldOnce(full)
	s.mustRead("no room for the index")
	mustSearch("no room for the index")
	free()
	eventually(t, recovery, "the index is finished", whole)
	s.toldOnce("the search index can be used again")
	if !finds() {
		t.Error("nothing is found with room again")
	}
	s.takesBack(disk)
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	free = fill(t, disk)
	s.restart()
	mustSearch("started without room for the index")
	s.mustRead("started without room for the index")
	eventually(t, patience, "the index has no room", lacks)
	free()
	eventually(t, recovery, "the index is whole", whole)
	if !finds() || strings.Contains(s.log.String(), "built anew") {
		t.Error("an index that is whole was built anew, or finds nothing")
	}
}

// takesBack publishes a story and has it withdrawn while there is no room: it is not found from then on, and with room its words leave
// the index.
func (s *server) takesBack(disk string) {
	s.t.Helper()
	t := s.t.(*testing.T)
	_, code := s.sendStory(somebody.Encode())
	d := s.desk()
	d.act(1, "accept")
	d.act(1, "name", "title", "What hums in B flat", "slug", "hums-in-b-flat")
	d.act(1, "publish")
	found := func() bool { return strings.Contains(s.search("hummed quillfeather").Body, `id="in-stories"`) }
	eventually(t, patience, "the story is found", found)
	free := fill(t, disk)
	if a := s.post("/stories/mine", "act=withdraw&code="+url.QueryEscape(code)); a.Status != http.StatusOK {
		t.Fatalf("withdrawing without room for the index: %d", a.Status)
	}
	eventually(t, recovery, "the story is gone", func() bool { return s.get("/stories/hums-in-b-flat").Status == http.StatusGone })
	if found() {
		t.Error("what was taken back without room for the index is found")
	}
	free()
	eventually(t, recovery, "no byte of the story is left in the index", func() bool { return !s.inIndex("hummed") && !s.inIndex("quillfeather") })
}

// noRoomForAStamp fills the bucket before a copy is written into it, and while it is.
func noRoomForAStamp(t *testing.T) {
	t.Parallel()
	disk := smallDisk(t, 6)
	dir := newShow(t)
	longRecording(t, filepath.Join(dir, "episodes/your-first-episode/sample.mp3"), 2<<20)
	s := start(t, withContent(dir), withEnv("INSIDER_MEDIA_URL="+disk))
	stamp, recording := []string{"stamp", "--force", "your-first-episode"}, s.audio()
	length := func() int { return len(s.get(recording).Body) }
	told := func() bool {
		return strings.Contains(s.get("/podcast.xml").Body, fmt.Sprintf(`length="%d"`, length()))
	}
	before := length()
	for _, room := range []int64{0, 300 << 10} {
		free := fillBut(t, disk, room)
		s.says(1, "There is no room in the bucket, and nothing was changed. Make room on its disk, then try again.", stamp...)
		s.mustRead("no room for a stamped copy")
		if got := length(); got != before || !told() {
			t.Errorf("the recording has %d bytes, had %d", got, before)
		}
		if names := namesIn(t, filepath.Join(disk, "incoming")); len(names) > 0 {
			t.Errorf("half a copy is left: %v", names)
		}
		free()
	}
	s.says(0, "Stamped", stamp...)
	eventually(t, recovery, "the feed tells the stamped copy", func() bool { return length() > before && told() })
}

// noRoomForABackup fills the folder of regular backups while the server makes one a second.
func noRoomForABackup(t *testing.T) {
	t.Parallel()
	disk := smallDisk(t, 12)
	s := start(t, withContent(newShow(t)), withSmall(t, "backups", disk), noLimits, withEnv("INSIDER_BACKUP_EVERY=1s"))
	made := func() []string { return backupsIn(disk) }
	eventually(t, patience, "there are two backups", func() bool { return len(made()) >= 2 })
	free := fill(t, disk)
	const full = "There is no room for "
	eventually(t, patience, "the log says that there is no room", func() bool { return strings.Contains(s.log.String(), full) })
	before := made()
	if log := s.log.String(); !strings.Contains(log, filepath.Join(s.Data, "backups")) || !strings.Contains(log, "Make room on that disk") {
		t.Error("the log does not say where there is no room, or what to do")
	}
	if body := s.get("/readyz").Body; !strings.Contains(body, "failed, see the log; the newest is") {
		t.Error(body)
	}
	tries := strings.Count(s.log.String(), full)
	eventually(t, patience, "it is tried again", func() bool { return strings.Count(s.log.String(), full) > tries+2 })
	s.mustRead("no room for a backup")
	s.subscribe("meanwhile@example.com")
	if after := made(); !slices.Equal(before, after) {
		t.Fatalf("without room there were %v and are %v", before, after)
	}
	half := func() bool {
		return slices.ContainsFunc(namesIn(t, disk), func(name string) bool { return strings.Contains(name, "partial") })
	}
	eventually(t, recovery, "no half backup is left between two tries", func() bool { return !half() })
	restored(t, before[len(before)-1]).says(0, "no mistakes", "check")
	free()
	eventually(t, recovery, "there is another one", func() bool { return made()[len(made())-1] != before[len(before)-1] })
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	if half() {
		t.Errorf("half a backup is left: %v", namesIn(t, disk))
	}
	restored(t, made()[len(made())-1]).says(0, `"state": "confirmed"`, "person", "export", "meanwhile@example.com")

	disk = smallDisk(t, 12)
	free = fill(t, disk)
	s = start(t, withContent(newShow(t)), withSmall(t, "backups", disk), withEnv("INSIDER_BACKUP_EVERY=24h"))
	s.toldOnce(full)
	free()
	eventually(t, recovery, "what was due is made up for", func() bool { return len(made()) == 1 })
}

// noRoomToUpgrade brings an old database up to date without room for the copy before, and then without room for the database.
func noRoomToUpgrade(t *testing.T) {
	t.Parallel()
	copies, house := smallDisk(t, 1), smallDisk(t, 4)
	data := filepath.Join(house, "data")
	for _, err := range []error{os.Mkdir(data, 0o700), os.Symlink(copies, filepath.Join(data, "backups"))} {
		if err != nil {
			t.Fatal(err)
		}
	}
	db := openDatabase(t, data)
	if _, err := db.Exec(oldDatabase(t, "4.sqlite.sql")); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	others := []string{"backup-20260101T000000Z.tar", "before-migration-from-3-20261101T000000Z.db"}
	for _, name := range others {
		writeFile(t, filepath.Join(copies, name), "a good one")
	}
	s := &server{t: t, Data: data}
	old := schemaOf(t, data)

	free := fillBut(t, copies, 20<<10)
	s.says(1, "a copy of it could not be written into "+filepath.Join(data, "backups")+". Nothing was changed. Check the space left there", "migrate")
	s.says(1, "a copy of it could not be written", "serve", "--addr", "127.0.0.1:0")
	if got := schemaOf(t, data); got != old {
		t.Errorf("without a copy the schema became:\n%s", got)
	}
	free()
	if names := namesIn(t, copies); !slices.Equal(names, others) {
		t.Errorf("without room for a copy there are %v", names)
	}

	free = fill(t, house)
	for range 9 {
		s.says(1, "There is no room to bring the database up to date", "migrate")
	}
	names := namesIn(t, copies)
	if len(names) != 3 || !slices.Contains(names, others[0]) || !slices.Contains(names, others[1]) {
		t.Errorf("after nine failures there are %v", names)
	}
	free()
	s.says(0, "went from version 4 to", "migrate")
	if stories := columnOf(t, openDatabase(t, data), "SELECT number FROM stories"); len(stories) != 2 {
		t.Errorf("there are %d stories", len(stories))
	}
}

// noRoomToCount fills the disk of the database and lets apps download: what goes out meanwhile is counted afterwards.
func noRoomToCount(t *testing.T) {
	t.Parallel()
	disk := smallDisk(t, 12)
	s := start(t, withData(filepath.Join(disk, "data")), noLimits)
	path := s.audio()
	s.get(path, "User-Agent", "Overcast/before")
	eventually(t, recovery, "a download is counted", func() bool { return s.figures().sent() == 1 })
	free := fill(t, disk)
	sent := 1
	const waiting = `msg="download events wait for the database"`
	for ; !strings.Contains(s.log.String(), waiting); sent++ {
		if sent > 5000 {
			t.Fatal("the log of a full disk does not say that downloads wait")
		}
		if a := s.get(path, "User-Agent", fmt.Sprintf("Overcast/%d", sent), "Range", "bytes=0-"); a.Status != http.StatusPartialContent {
			t.Fatalf("a download on a full disk answers %d", a.Status)
		}
	}
	s.toldOnce(waiting)
	if !regexp.MustCompile(waiting + ` err=.*make room`).MatchString(s.log.String()) {
		t.Error("the log does not say what to do")
	}
	s.mustRead("no room to count")
	free()
	eventually(t, recovery, "every download is counted", func() bool { return s.figures().sent() == sent })
	s.toldOnce("download events are written again")
}

// noRoomForTheLog lets a server log into a file on a disk that is full.
func noRoomForTheLog(t *testing.T) {
	t.Parallel()
	disk := smallDisk(t, 1)
	name := filepath.Join(disk, "insider.log")
	file, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	s := start(t, noLimits, func(s *server) { s.output = file })
	size := func() int64 {
		info, err := file.Stat()
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	free := fill(t, disk)
	for written := int64(-1); size() != written; { // the last page of the file has some room
		written = size()
		s.mustRead("no room for the log")
	}
	s.subscribe("meanwhile@example.com")
	free()
	written := size()
	eventually(t, recovery, "the log goes on", func() bool { return s.get("/").Status == http.StatusOK && size() > written })
}

package app

import (
	"errors"
	"testing"
	"time"

	"insider/internal/archive"
	"insider/internal/mail"
	"insider/internal/person"
)

func TestBackupStateIsASentence(t *testing.T) {
	const day = 24 * time.Hour
	for _, tc := range []struct {
		age, interval time.Duration // age < 0: none
		failed        error
		want          string
	}{
		{-1, 0, nil, "none yet; set INSIDER_BACKUP_EVERY or run: insider backup FILE"},
		{-1, day, nil, "none yet"},
		{time.Second, day, nil, "ok, the newest is 1 second old"},
		{90 * time.Minute, day, nil, "ok, the newest is 90 minutes old"},
		{30 * time.Hour, day, nil, "ok, the newest is 30 hours old"},
		{3 * day, day, nil, "late; the newest is 3 days old"},
		{3 * day, 0, nil, "ok, the newest is 3 days old"},
		{3 * day, day, errors.New("open /srv/data/backups/x: no space left"), "failed, see the log; the newest is 3 days old"},
		{-1, day, errors.New("x"), "failed, see the log; none yet"},
	} {
		k := backupKeeper{failed: tc.failed}
		var last time.Time
		if tc.age >= 0 {
			last = testTime.Add(-tc.age)
		}
		if got := k.state(last, testTime, tc.interval); got != tc.want {
			t.Errorf("%v, %v: %q, want %q", tc.age, tc.interval, got, tc.want)
		}
	}
}

func TestSizesAsPeopleSayThem(t *testing.T) {
	for n, want := range map[int64]string{0: "0 bytes", 1: "1 byte", 1023: "1023 bytes", 1536: "1.5 KiB", 5 << 20: "5.0 MiB", 3 << 30: "3.0 GiB"} {
		if got := size(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}

func TestAnErasureIsToldInASentence(t *testing.T) {
	a, err := mail.ParseAddress("reader@example.com")
	if err != nil {
		t.Fatal(err)
	}
	for want, e := range map[string]person.Erased{
		"Nothing is kept about reader@example.com. It was noted in erased.log by keyed hash, so that no older backup brings anything back.": {},
		"Erased what was kept about reader@example.com: the address on the list, ST-3, ST-5, 2 mails that waited, 1 mail as a file.":        {Subscriber: true, Stories: []int{3, 5}, Mails: 2, Files: 1},
		"Erased what was kept about reader@example.com: the account editor:1. editor:2 is the owner of the desk now.":                       {Account: "editor:1", Heir: "editor:2"},
	} {
		if got := erasedSentence(a, e); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	copies := []archive.Copy{{Name: "a"}, {Name: "b"}}
	if got, want := copiesSentence(copies, 24*time.Hour), "Unchanged: 2 copies in data/backups, made before. The last regular one goes within 7 days."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := copiesSentence(copies[:1], 0), "Unchanged: 1 copy in data/backups, made before. Remove what you need no more."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

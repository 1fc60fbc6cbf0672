package person

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"insider/internal/fault"
)

var (
	now  = time.Date(2026, 11, 25, 9, 0, 0, 123456000, time.UTC)
	hash = strings.Repeat("0a", 20)
)

func line(what string, after time.Duration) Line {
	return Line{At: now.Add(after), What: what, Key: "01234567", Hash: hash}
}

func TestTheFormOfALineIsStable(t *testing.T) {
	const written = "2026-11-25T09:00:00.123456Z erased 01234567 0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a"
	if got := line(ErasedWord, 0).String(); got != written {
		t.Errorf("older lists would not be read any more: %s", got)
	}
	if got, ok := parseLine(written); !ok || got != line(ErasedWord, 0) {
		t.Errorf("%+v", got)
	}
}

func TestWhatIsWrittenDownIsReadOnce(t *testing.T) {
	dir := t.TempDir()
	l := OpenLog(dir)
	if lines, _, found, err := l.Lines(); len(lines) > 0 || found || err != nil {
		t.Fatal(lines, found, err)
	}
	if err := l.Add(line(Left, 0), line(TakenBack, time.Second)); err != nil {
		t.Fatal(err)
	}
	if err := l.Add(line(Left, 0)); err != nil { // the row that the act left
		t.Fatal(err)
	}
	if err := OpenLog(dir).Add(line(ErasedWord, time.Minute)); err != nil { // another process
		t.Fatal(err)
	}
	if err := l.Add(line(ErasedWord, time.Minute), line(Left, time.Hour)); err != nil {
		t.Fatal(err)
	}
	lines, unread, found, err := l.Lines()
	if err != nil || !found || unread != 0 || len(lines) != 4 || lines[3] != line(Left, time.Hour) {
		t.Errorf("%v, %d, %v, %v", lines, unread, found, err)
	}
	if info, err := os.Stat(filepath.Join(dir, LogName)); err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info.Mode(), err)
	}
}

func TestManyProcessesWriteOneList(t *testing.T) {
	dir := t.TempDir()
	var group sync.WaitGroup
	for writer := range 8 {
		group.Go(func() {
			l := OpenLog(dir)
			for i := range 50 {
				if err := l.Add(line(Left, time.Duration(writer*1000+i)*time.Second)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if lines, unread, _, err := OpenLog(dir).Lines(); len(lines) != 400 || unread != 0 || err != nil {
		t.Errorf("%d lines, %d unread, %v", len(lines), unread, err)
	}
}

// TestALineThatACrashCutHurtsNoOther writes on after half a line.
func TestALineThatACrashCutHurtsNoOther(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, LogName)
	text := line(Left, 0).String() + "\n" + line(Left, time.Second).String()[:40]
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	l := OpenLog(dir)
	if err := l.Add(line(ErasedWord, time.Minute)); err != nil {
		t.Fatal(err)
	}
	lines, unread, _, err := l.Lines()
	if err != nil || unread != 1 || len(lines) != 2 || lines[1].What != ErasedWord {
		t.Errorf("%v, %d, %v", lines, unread, err)
	}
}

func TestAListThatCannotBeWrittenIsSaid(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, LogName), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := OpenLog(dir).Add(line(Left, 0)); !fault.Is(err, fault.Unavailable) {
		t.Error(err)
	}
	if _, _, _, err := ReadLog(filepath.Join(dir, LogName)); err == nil {
		t.Error("a folder was read as a list")
	}
}

func TestMergedListsHoldEachLineOnce(t *testing.T) {
	a, b := line(Left, 0), line(ErasedWord, time.Hour)
	got := Merge([]Line{b, a}, nil, []Line{a, b, b})
	if len(got) != 2 || got[0] != a || got[1] != b {
		t.Error(got)
	}
}

func FuzzReadLines(f *testing.F) {
	f.Add([]byte(line(Left, 0).String() + "\n"))
	f.Add([]byte("2026-11-25T09:00:00.123456Z left 01234567\r\n\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		lines, _, err := ReadLines(strings.NewReader(string(data)))
		if err != nil {
			return
		}
		again, unread, err := ReadLines(strings.NewReader(string(Text(lines))))
		if err != nil || unread != 0 || len(again) != len(lines) {
			t.Fatalf("%d lines became %d, %d unread, %v", len(lines), len(again), unread, err)
		}
	})
}

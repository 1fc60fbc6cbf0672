package person

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"insider/internal/fault"
)

// LogName is the name of the log in the data folder.
const LogName = "erased.log"

// Log is erased.log: lines are added and never changed. It is safe for concurrent use, by several processes too.
type Log struct {
	path string
	mu   sync.Mutex
	size int64           // of the file when it was last read
	have map[string]bool // its lines then
}

// OpenLog returns the log in a data folder. The file is made with its first line.
func OpenLog(data string) *Log { return &Log{path: filepath.Join(data, LogName)} }

// Add writes lines that the log does not have, and returns when they are on disk.
func (l *Log) Add(lines ...Line) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.read(); err != nil {
		return logFault(err)
	}
	var fresh []Line
	for _, line := range lines {
		if !l.have[line.String()] {
			fresh = append(fresh, line)
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	if err := l.append(Text(fresh)); err != nil {
		return logFault(err)
	}
	l.remember(fresh)
	return nil
}

// remember takes over lines that were just added, so that the file need not be read again while nobody else adds any.
func (l *Log) remember(fresh []Line) {
	info, err := os.Stat(l.path)
	if err != nil || info.Size() != l.size+int64(len(Text(fresh))) {
		return
	}
	l.size = info.Size()
	for _, line := range fresh {
		l.have[line.String()] = true
	}
}

func logFault(err error) error {
	return fault.Wrap(err, fault.Unavailable, "The list of who was erased (erased.log in the data folder) cannot be written. Check the space left and its owner.")
}

// read takes over what the file holds now, when that is not known.
func (l *Log) read() error {
	info, err := os.Stat(l.path)
	if errors.Is(err, fs.ErrNotExist) {
		l.size, l.have = 0, map[string]bool{}
		return nil
	}
	if err != nil || l.have != nil && info.Size() == l.size {
		return err
	}
	f, err := os.Open(l.path)
	if err != nil {
		return err
	}
	defer f.Close()
	lines, _, err := ReadLines(f)
	if err != nil {
		return err
	}
	l.size, l.have = info.Size(), make(map[string]bool, len(lines))
	for _, line := range lines {
		l.have[line.String()] = true
	}
	return nil
}

// append adds bytes at the end with one write. After a line that a power cut left half, it begins a new one.
func (l *Log) append(data []byte) (err error) {
	f, err := os.OpenFile(l.path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if size := info.Size(); size > 0 {
		last := make([]byte, 1)
		if _, err := f.ReadAt(last, size-1); err != nil {
			return err
		}
		if last[0] != '\n' {
			data = append([]byte("\n"), data...)
		}
	}
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := f.Sync(); err != nil || info.Size() > 0 {
		return err
	}
	dir, err := os.Open(filepath.Dir(l.path)) // the name of a new file is on disk with its folder only
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// Lines returns every line, and how many could not be read. A log that is not there has none: found is false then.
func (l *Log) Lines() (lines []Line, unread int, found bool, err error) { return ReadLog(l.path) }

// ReadLog reads the log in a file.
func ReadLog(path string) (lines []Line, unread int, found bool, err error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, false, nil
	}
	if err != nil {
		return nil, 0, false, fault.Wrap(err, fault.Unavailable, "%s cannot be read.", path)
	}
	defer f.Close()
	lines, unread, err = ReadLines(f)
	return lines, unread, true, fault.Wrap(err, fault.Invalid, "%s is no erased.log.", path)
}

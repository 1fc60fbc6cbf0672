package mail

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// maxFiled is how much of a file is looked at.
const maxFiled = 8 << 20

// To returns the messages of the folder that are for an address, in every spelling of it, oldest first.
func (f *Folder) To(a Address) (list []Filed, err error) {
	names, err := f.namesOf(a)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		m, err := f.Read(name)
		if err != nil { // not one of ours, or half of one: the address is all that is known
			m = Filed{Name: name, To: a.String()}
		}
		list = append(list, m)
	}
	return list, nil
}

// RemoveTo removes every file of the folder that names an address, messages that were never finished too, and returns how
// many they were.
func (f *Folder) RemoveTo(a Address) (removed int, err error) {
	names, err := f.namesOf(a)
	if err != nil {
		return 0, err
	}
	for _, name := range names {
		if err := os.Remove(filepath.Join(f.dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return removed, err
		}
		removed++
	}
	return removed, nil
}

// namesOf returns the files that name an address anywhere.
func (f *Folder) namesOf(a Address) (names []string, err error) {
	entries, err := os.ReadDir(f.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if !e.Type().IsRegular() {
			continue
		}
		named, err := f.names(e.Name(), a)
		if err != nil {
			return nil, err
		}
		if named {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

func (f *Folder) names(name string, a Address) (bool, error) {
	info, err := os.Stat(filepath.Join(f.dir, name))
	if errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() > maxFiled {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	data, err := os.ReadFile(filepath.Join(f.dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if holdsAddress(data, a.Key()) {
		return true, nil
	}
	m, err := readFiled(bytes.NewReader(data))
	return err == nil && strings.EqualFold(m.To, a.String()), nil
}

// holdsAddress reports whether data names an address, and not only a longer one that ends or begins with it.
func holdsAddress(data []byte, key string) bool {
	lower := bytes.ToLower(data)
	for from := 0; ; {
		i := bytes.Index(lower[from:], []byte(key))
		if i < 0 {
			return false
		}
		begin, end := from+i, from+i+len(key)
		if (begin == 0 || !isAddressByte(lower[begin-1])) && (end == len(lower) || !isAddressByte(lower[end]) || endsThere(lower[end:])) {
			return true
		}
		from = begin + 1
	}
}

// isAddressByte reports whether an address could go on with b.
func isAddressByte(b byte) bool { return b == '.' || b == '@' || !notAtext(rune(b)) }

// endsThere reports whether an address that is followed by rest ends before it: a full stop ends a sentence.
func endsThere(rest []byte) bool {
	return rest[0] == '.' && (len(rest) == 1 || !isAddressByte(rest[1]))
}

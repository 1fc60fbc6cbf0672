package folder

import (
	"errors"
	"io/fs"

	"insider/internal/show"
)

// CopyPath is where a copy of an episode's recording stands.
func CopyPath(slug, name string) string {
	return MediaPrefix + string(show.Episodes) + "/" + slug + "/" + name
}

// Copies returns every file that the bucket holds for episodes, by path.
func (f *Folder) Copies() (map[string]Entry, error) {
	if f.media == nil {
		return nil, nil
	}
	all := map[string]Entry{}
	items, err := fs.ReadDir(f.media, string(show.Episodes))
	if errors.Is(err, fs.ErrNotExist) {
		return all, nil
	}
	for _, item := range items {
		if !item.IsDir() {
			continue
		}
		files, readErr := fs.ReadDir(f.media, string(show.Episodes)+"/"+item.Name())
		if readErr != nil && !errors.Is(readErr, fs.ErrNotExist) {
			return nil, readErr
		}
		for _, d := range files {
			if info, err := d.Info(); err == nil && info.Mode().IsRegular() {
				all[CopyPath(item.Name(), d.Name())] = entryOf(info)
			}
		}
	}
	return all, err
}

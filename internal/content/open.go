package content

import (
	"errors"
	"io/fs"
	"path"

	"insider/internal/content/folder"
	"insider/internal/fault"
)

func (l *Library) openFolder() (*folder.Folder, error) {
	return folder.Open(l.o.Dir, l.o.FS, l.o.Media)
}

// Open opens a content file by its slash path within the folder. Links are refused. Errors are fault.NotFound for a file
// that is not there and fault.Unavailable for one that cannot be read.
func (l *Library) Open(source string) (folder.File, error) {
	f, err := l.openFolder()
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "The content folder cannot be opened.")
	}
	defer f.Close()
	file, err := f.OpenPlain(path.Clean(source))
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrInvalid):
		return nil, fault.Wrap(err, fault.NotFound, "There is no such file.")
	case err != nil:
		return nil, fault.Wrap(err, fault.Unavailable, "The file cannot be read just now.")
	}
	return file, nil
}

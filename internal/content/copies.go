package content

import "insider/internal/content/folder"

// seeCopies looks at the bucket and adds to changed what is another than before.
func (l *Library) seeCopies(f *folder.Folder, changed map[string]bool) {
	if l.o.Plain {
		return
	}
	now, err := f.Copies()
	if err != nil {
		l.o.Log.Warn("the stored copies cannot be read", "error", folder.Rootless(err))
		return
	}
	for path, e := range now {
		if l.copies[path] != e {
			changed[path] = true
		}
	}
	for path := range l.copies {
		if now[path].Kind == folder.Absent {
			changed[path] = true
		}
	}
	l.copies = now
}

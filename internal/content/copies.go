package content

// seeCopies looks at the bucket and adds to changed what is another than before.
func (l *Library) seeCopies(f *folder, changed map[string]bool) {
	if l.o.Plain {
		return
	}
	now, err := f.copies()
	if err != nil {
		l.o.Log.Warn("the stored copies cannot be read", "error", rootless(err))
		return
	}
	for path, e := range now {
		if l.copies[path] != e {
			changed[path] = true
		}
	}
	for path := range l.copies {
		if now[path].Kind == absent {
			changed[path] = true
		}
	}
	l.copies = now
}

package app

import (
	"strings"

	"insider/internal/fault"
	"insider/internal/person"
)

// readLogs gathers who was erased and who left: from the data folder, from the backup and from files that were named. The log
// of the data folder will hold all of it.
func (r *restoring) readLogs(files []string) error {
	own, unread, found, err := person.OpenLog(r.config.Data).Lines()
	if err != nil {
		return err
	}
	logs := [][]person.Line{own}
	if found {
		r.logs++
	}
	for _, file := range files {
		lines, damaged, found, err := person.ReadLog(file)
		if err != nil {
			return err
		}
		if !found {
			return fault.New(fault.NotFound, "There is no file %s.", file)
		}
		r.logs++
		unread += damaged
		logs = append(logs, lines)
	}
	inside, damaged, err := person.ReadLines(strings.NewReader(string(r.archive.Erased)))
	if err != nil {
		return err
	}
	r.erased = person.Merge(append(logs, inside)...)
	if unread+damaged > 0 {
		r.warn("%s of erased.log could not be read.", plural(unread+damaged, "line", "lines"))
	}
	if len(r.erased) > len(own) {
		r.to.Erased = person.Text(r.erased)
	}
	return nil
}

// tellReplay says what was removed again, or that it could not be.
func (r *restoring) tellReplay(done person.Replayed) {
	made := r.archive.Manifest.Made
	newer := 0
	for _, l := range r.erased {
		if l.At.After(made) {
			newer++
		}
	}
	if r.logs == 0 {
		r.warn("No erased.log was found in %s, so nobody knows who was erased, left or took a story back after the backup was made. If there is one, move the database away and restore again with --erased FILE.", r.config.Data)
	} else {
		r.say("erased.log: %s newer than the backup. Removed again: %s, %s that left, %s.", plural(newer, "line is", "lines are"),
			plural(done.Erased, "person", "persons"), plural(done.Left, "address", "addresses"), plural(done.TakenBack, "story", "stories"))
	}
	if done.Foreign > 0 {
		r.warn("%s of erased.log were written under another key than the backup's and could not be carried out.", plural(done.Foreign, "line", "lines"))
	}
	if done.Accounts > 0 {
		r.warn("The only account of the desk belongs to somebody who was erased. Let somebody else in (insider editor add EMAIL), then: insider person erase EMAIL")
	}
}

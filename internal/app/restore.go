package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"insider/internal/archive"
	"insider/internal/config"
	"insider/internal/fault"
	"insider/internal/person"
	"insider/internal/store"
	"insider/internal/story"
)

// Restored tells what a restore did, and what somebody has to know.
type Restored struct {
	Lines    []string // what was done
	Warnings []string // what was not, or has to be looked at
}

// asideContent is where the content of a backup goes, in the data folder, when its own place is taken.
const asideContent = "content-of-backup"

// Restore makes an installation of a backup: the database of the configuration, the bucket, the content and the keys. All of
// it happens or nothing. logs are erased.log files to be carried out again beside the one in the data folder.
func Restore(ctx context.Context, c *config.Config, file string, logs []string) (done *Restored, err error) {
	a, err := archive.Open(ctx, file)
	if err != nil {
		return nil, err
	}
	defer a.Close()
	fresh := isMissing(c.Data)
	if err := makeDataFolder(c.Data); err != nil {
		return nil, err
	}
	release, err := lockFolder(c.Data)
	if err != nil {
		return nil, err
	}
	defer release()
	defer handingOver(c.Data, &err)
	defer handingOver(c.MediaURL, &err)
	r := &restoring{config: c, archive: a, done: &Restored{}}
	if err := r.run(ctx, logs); err != nil {
		if fresh {
			_ = os.Remove(filepath.Join(c.Data, "lock")) // nothing else is in it
			_ = os.Remove(c.Data)
		}
		if errors.Is(err, syscall.ENOSPC) {
			err = fault.Wrap(err, fault.Unavailable, "There is no room for the backup in %s. Nothing was restored. Make room on that disk.", c.Data)
		}
		return nil, err
	}
	return r.done, nil
}

// restoring is one restore at work.
type restoring struct {
	config  *config.Config
	archive *archive.Archive
	done    *Restored
	to      archive.Destination
	erased  []person.Line
	logs    int // that were found
}

func (r *restoring) run(ctx context.Context, logs []string) error {
	earlier, err := recoverRestore(ctx, r.config)
	if err != nil {
		return err
	}
	made := r.archive.Manifest.Made.Format(time.RFC3339Nano)
	if strings.HasPrefix(earlier, made) {
		r.tellEarlier()
		return nil
	}
	r.to = archive.Destination{Data: r.config.Data, Bucket: r.config.MediaURL, Mark: made + " " + rand.Text()}
	for _, prepare := range []func() error{r.keys, r.content, func() error { return r.readLogs(logs) }} {
		if err := prepare(); err != nil {
			return err
		}
	}
	building, err := store.Build(ctx, store.Config{URL: r.config.DatabaseURL}, r.archive.Manifest.Schema)
	if err != nil {
		return err
	}
	if err := r.fill(ctx, building); err != nil {
		return err
	}
	r.tell()
	return nil
}

// fill restores into a building. What fails once the database is in its place, such as the answer of PostgreSQL that says so, does not
// matter when the rest can be finished.
func (r *restoring) fill(ctx context.Context, building *store.Building) error {
	over := false
	err := r.archive.Restore(ctx, r.to, building, func(ctx context.Context) error {
		if err := r.replay(ctx, building.Store()); err != nil {
			return err
		}
		over = true // whatever becomes of it
		return building.Finish(ctx, r.to.Mark, r.archive.Manifest.Made)
	})
	if err == nil {
		return nil
	}
	if !over {
		err = errors.Join(err, building.Abandon(ctx))
	}
	switch finished, again := recoverRestore(context.WithoutCancel(ctx), r.config); {
	case again != nil:
		return errors.Join(again, err)
	case finished != r.to.Mark:
		return err
	}
	return nil
}

// recoverRestore ends a restore that was interrupted in the data folder, which is locked, and returns the mark of one that it finished.
func recoverRestore(ctx context.Context, c *config.Config) (finished string, err error) {
	place := store.Place{Config: store.Config{URL: c.DatabaseURL}}
	if finished, err = archive.Recover(ctx, c.Data, place); err != nil || c.Postgres() {
		return finished, err
	}
	return finished, place.Discard(ctx) // one that was killed before it wrote its journal
}

// content decides where the content goes: into its folder when that is missing or empty, else beside.
func (r *restoring) content() error {
	dir := r.config.Content
	if dir == "" {
		dir = filepath.Join(r.config.Data, "content")
	}
	found, err := r.archive.ContentIn(dir)
	if err != nil {
		return err
	}
	n := plural(r.archive.Manifest.ContentFiles(), "file", "files")
	switch found {
	case archive.NoContent:
		if r.archive.Manifest.Content == archive.ContentProgram {
			r.say("Content: none is in the backup.")
		}
	case archive.ContentSame:
		r.say("Content: %s in %s, which were there already.", n, dir)
	case archive.ContentFits:
		r.to.Content = dir
		r.say("Content: %s in %s.", n, dir)
		if r.config.Content == "" {
			r.warn("The content lies in %s: start the server with --content %s.", dir, dir)
		}
	case archive.ContentKept:
		r.warn("%s holds something else and was left as it is. The content of the backup (%s) lies in %s.", dir, n, filepath.Join(r.config.Data, asideContent))
		return r.aside()
	}
	return nil
}

// aside puts the content beside its place.
func (r *restoring) aside() error {
	dir := filepath.Join(r.config.Data, asideContent)
	found, err := r.archive.ContentIn(dir)
	switch {
	case err != nil:
		return err
	case found == archive.ContentKept:
		return fault.New(fault.Conflict, "%s holds the content of another backup. Move it away first.", dir)
	case found == archive.ContentFits:
		r.to.Content = dir
	}
	return nil
}

// replay carries out again who was erased and who left since the backup.
func (r *restoring) replay(ctx context.Context, s *store.Store) error {
	key, err := s.SuppressionKey(ctx)
	if err != nil {
		return err
	}
	replayed, err := person.Replay(ctx, s, key, story.Subject, r.erased)
	if err != nil {
		return err
	}
	r.tellReplay(replayed)
	if err := s.VerifyAudit(ctx); err != nil {
		r.warn("The audit chain of the backup does not hold together: %v.", err)
	}
	return nil
}

func (r *restoring) say(format string, args ...any) {
	r.done.Lines = append(r.done.Lines, fmt.Sprintf(format, args...))
}

func (r *restoring) warn(format string, args ...any) {
	r.done.Warnings = append(r.done.Warnings, fmt.Sprintf(format, args...))
}

// tellEarlier says that an earlier command had come so far that the rest of it was done now.
func (r *restoring) tellEarlier() {
	r.tell()
	r.warn("An earlier command was interrupted when all was in the database; the rest is done now. How far it carried out erased.log is not known any more: insider person export EMAIL tells for one person.")
}

// tell says on top what was restored, and what comes next.
func (r *restoring) tell() {
	m := &r.archive.Manifest
	r.done.Lines = append([]string{
		fmt.Sprintf("Restored the backup of %s (version %s): %d rows, %s of the bucket.", m.Made.Format(time.RFC3339), m.Program, m.RowCount(), plural(m.BucketFiles(), "file", "files")),
	}, r.done.Lines...)
	if len(m.Missing) > 0 {
		r.warn("The backup was made without media: %s are missing (%s). They are named in MANIFEST.json of the backup.", plural(len(m.Missing), "file", "files"), size(m.MissingBytes()))
	}
	r.say("Mail is off until: insider mail on. What waits in the outbox is then sent, also what went out after the backup was made.")
	r.say("Nobody is signed in. A sign-in link: insider editor add EMAIL")
}

// isMissing reports whether nothing is at a path.
func isMissing(path string) bool {
	_, err := os.Lstat(path)
	return os.IsNotExist(err)
}

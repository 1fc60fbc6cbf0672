package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"insider/internal/archive"
	"insider/internal/config"
	"insider/internal/doctor"
	"insider/internal/fault"
	"insider/internal/mail"
	"insider/internal/person"
	"insider/internal/store"
)

// ExportPerson returns everything that is kept about an address, as JSON, and whether that is anything.
func ExportPerson(ctx context.Context, c *config.Config, email string) (data []byte, found bool, err error) {
	err = withPersons(ctx, c, email, func(s *person.Service, a mail.Address) error {
		r, err := s.Export(ctx, a)
		if err != nil {
			return err
		}
		found = !r.Nothing()
		data, err = json.MarshalIndent(r, "", "  ")
		return err
	})
	return append(data, '\n'), found, err
}

// WriteExport writes an export into a file that only its owner can read.
func WriteExport(file string, data []byte) error {
	return archive.Create(file, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// ErasePerson removes everything that is kept about an address, when agree says so about a sentence that tells what that is.
// It returns sentences about what was done.
func ErasePerson(ctx context.Context, c *config.Config, email string, agree func(what string) bool) (told []string, err error) {
	err = withPersons(ctx, c, email, func(s *person.Service, a mail.Address) error {
		r, err := s.Export(ctx, a)
		if err != nil {
			return err
		}
		if !r.Nothing() && !agree(r.Summary()) {
			told = []string{"Nothing was erased."}
			return nil
		}
		done, err := s.Erase(ctx, a)
		if err != nil {
			return err
		}
		if err := forgetSearch(ctx, c); err != nil {
			return err
		}
		told = append(told, erasedSentence(a, done))
		if !searchForgot(ctx, c, r.Stories) {
			told = append(told, "The running server has not taken the story out of its search yet. It does so by itself, at the latest when it starts anew.")
		}
		copies, err := backups(c).All()
		if len(copies) > 0 {
			told = append(told, copiesSentence(copies, c.BackupEvery))
		}
		if c.Postgres() {
			told = append(told, "PostgreSQL overwrites deleted rows when it sees fit, and its log and its own backups keep them; see docs/privacy.md.")
		}
		return err
	})
	return told, err
}

// withPersons opens the database for somebody who answers for persons, beside a running server.
func withPersons(ctx context.Context, c *config.Config, email string, do func(s *person.Service, a mail.Address) error) (err error) {
	address, err := mail.ParseAddress(email)
	if err != nil {
		return fault.New(fault.Invalid, "%q is no mail address.", email)
	}
	if err := makeDataFolder(c.Data); err != nil {
		return err
	}
	defer handingOver(c.Data, &err)
	schema, err := store.Status(ctx, store.Config{URL: c.DatabaseURL})
	if err != nil {
		return err
	}
	if schema.Version == 0 {
		return fault.New(fault.Unavailable, "The database is empty: nothing is kept about anybody.")
	}
	s, err := store.Open(ctx, store.Config{URL: c.DatabaseURL, Patient: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	persons, err := openPersons(ctx, c, s)
	if err != nil {
		return err
	}
	return do(persons, address)
}

// openPersons makes the service that answers for persons.
func openPersons(ctx context.Context, c *config.Config, s *store.Store) (*person.Service, error) {
	key, err := s.SuppressionKey(ctx)
	if err != nil {
		return nil, err
	}
	return &person.Service{Store: s, Key: key, Log: person.OpenLog(c.Data), Outbox: mail.NewFolder(filepath.Join(c.Data, outboxFolder)), Clock: time.Now}, nil
}

// erasedSentence says what an erasure removed.
func erasedSentence(a mail.Address, e person.Erased) string {
	if e.Nothing() {
		return fmt.Sprintf("Nothing is kept about %s. It was noted in erased.log by keyed hash, so that no older backup brings anything back.", a)
	}
	text := fmt.Sprintf("Erased what was kept about %s: %s.", a, e)
	if e.Heir != "" {
		text += " " + e.Heir + " is the owner of the desk now."
	}
	return text
}

// copiesSentence says that copies keep what they held, and until when.
func copiesSentence(copies []archive.Copy, every time.Duration) string {
	text := fmt.Sprintf("Unchanged: %s in data/backups, made before.", plural(len(copies), "copy", "copies"))
	if every > 0 {
		return text + fmt.Sprintf(" The last regular one goes within %s.", doctor.Age(archive.KeepRegular*every))
	}
	return text + " Remove what you need no more."
}

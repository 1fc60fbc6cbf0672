package person

import (
	"context"
	"time"

	"insider/internal/mail"
)

// Service answers for persons. It is safe beside a running server.
type Service struct {
	Store  Store
	Key    []byte // of the list's hashes
	Log    *Log
	Outbox *mail.Folder // where mails land as files while no relay is set
	Clock  func() time.Time
}

// Export returns everything that is kept about an address.
func (s *Service) Export(ctx context.Context, a mail.Address) (*Record, error) {
	r, err := s.Store.Person(ctx, NewWho(a, s.Key))
	if err != nil {
		return nil, err
	}
	r.Address, r.Made = a.String(), s.Clock().UTC()
	filed, err := s.Outbox.To(a)
	for _, f := range filed {
		r.Files = append(r.Files, File{Name: f.Name, Subject: f.Subject, Text: f.Text, Date: f.Date.UTC()})
	}
	return r, err
}

// Erase removes everything that is kept about an address. It is written down in the log first, also when nothing is known:
// a backup may hold the address still.
func (s *Service) Erase(ctx context.Context, a mail.Address) (Erased, error) {
	who := NewWho(a, s.Key)
	if err := s.Store.MayErase(ctx, who); err != nil {
		return Erased{}, err
	}
	line := Line{At: s.Clock().UTC().Truncate(time.Microsecond), What: ErasedWord, Key: KeyID(s.Key), Hash: who.Hash}
	if err := s.Log.Add(line); err != nil {
		return Erased{}, err
	}
	done, err := s.Store.ErasePerson(ctx, who, time.Time{})
	if err != nil {
		return Erased{}, err
	}
	if done.Files, err = s.Outbox.RemoveTo(a); err != nil {
		return done, err
	}
	if err := s.Store.Scrub(ctx); err != nil {
		return done, err
	}
	late, err := s.Outbox.RemoveTo(a) // a mail that was on its way while the row went
	done.Files += late
	return done, err
}

// Remember writes down who left and which stories were taken back.
func (s *Service) Remember(lines ...Line) error {
	id := KeyID(s.Key)
	for i := range lines {
		lines[i].Key = id
	}
	return s.Log.Add(lines...)
}

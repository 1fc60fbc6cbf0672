package store

import (
	"context"
	"crypto/rand"
	"strconv"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"insider/internal/account"
	"insider/internal/audit"
	"insider/internal/fault"
	"insider/internal/person"
	"insider/internal/story"
)

// erasure is one erasure at work in its transaction.
type erasure struct {
	tx    *gorm.DB
	who   person.Who
	until time.Time // what is newer stays; zero: nothing does
	now   time.Time
	done  person.Erased
}

// ErasePerson removes what rows hold about somebody that is not newer than until (zero: everything). Of somebody who was on
// the list the suppression stays, by keyed hash.
func (s *Store) ErasePerson(ctx context.Context, who person.Who, until time.Time) (done person.Erased, err error) {
	err = s.write(ctx, func(tx *gorm.DB) error {
		e := &erasure{tx: tx, who: who, until: until, now: s.now()}
		for _, step := range []func() error{e.subscriber, e.mails, e.stories, e.account, e.note} {
			if err := step(); err != nil {
				return err
			}
		}
		done = e.done
		return nil
	})
	return done, err
}

// newer reports whether something of that moment stays.
func (e *erasure) newer(t time.Time) bool { return !e.until.IsZero() && t.After(e.until) }

// subscriber takes the address off the list.
func (e *erasure) subscriber() error {
	var rows []subscriberRow
	if err := forUpdate(e.tx).Where("id = ?", e.who.Hash).Find(&rows).Error; err != nil {
		return err
	}
	for _, r := range rows {
		if e.newer(r.AskedAt) || e.newer(timeOf(r.ConfirmedAt)) {
			return nil // came back since
		}
		e.done.Subscriber = true
		if err := e.tx.Delete(&r).Error; err != nil {
			return err
		}
		suppression := suppressionRow{Hash: e.who.Hash, At: e.now}
		if err := e.tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&suppression).Error; err != nil {
			return err
		}
	}
	return e.forgetList()
}

// forgetList deletes what the list noted about the address; why somebody left is forgotten, that somebody did is not.
func (e *erasure) forgetList() error {
	for _, gone := range []*gorm.DB{
		e.tx.Where("subject = ?", listSubject(e.who.Hash)).Delete(&consentRow{}),
		e.tx.Where("hash = ?", e.who.Hash).Delete(&markRow{}),
		e.tx.Model(&suppressionRow{}).Where("hash = ? AND reason <> ''", e.who.Hash).Update("reason", ""),
	} {
		if gone.Error != nil {
			return gone.Error
		}
		e.done.Other += int(gone.RowsAffected)
	}
	return nil
}

func (e *erasure) mails() error {
	query := waitingFor(e.tx, e.who)
	if !e.until.IsZero() {
		query = query.Where("created_at <= ?", e.until)
	}
	gone := query.Delete(&mailRow{})
	e.done.Mails = int(gone.RowsAffected)
	return gone.Error
}

func (e *erasure) stories() error {
	numbers, err := storiesOf(e.tx, e.who)
	if err != nil {
		return err
	}
	for _, number := range numbers {
		var row storyRow
		if err := forUpdate(e.tx).Take(&row, "number = ?", number).Error; err != nil {
			return err
		}
		if e.newer(row.ReceivedAt) {
			continue
		}
		if err := eraseStory(e.tx, row, e.now); err != nil {
			return err
		}
		e.done.Stories = append(e.done.Stories, number)
	}
	return nil
}

// eraseStory leaves of a story its number and dates: the sender's code and the form's key open nothing any more.
func eraseStory(tx *gorm.DB, row storyRow, now time.Time) error {
	x, err := loadStory(tx, row)
	if err != nil {
		return err
	}
	public := x.Erase(now)
	row.KeyDigest, row.CodeDigest = make([]byte, 32), make([]byte, 32)
	rand.Read(row.KeyDigest)
	rand.Read(row.CodeDigest)
	if err := saveStory(tx, row, x); err != nil {
		return err
	}
	if err := deleteConsents(tx, story.Subject(x.Number)); err != nil {
		return err
	}
	if !public {
		return nil
	}
	return bumpRevision(tx, now)
}

// account removes the account at the desk. The audit chain knows it by its number only and stays as it is.
func (e *erasure) account() error {
	links := e.tx.Where("email = ?", e.who.Key).Delete(&linkRow{})
	if links.Error != nil {
		return links.Error
	}
	e.done.Other += int(links.RowsAffected)
	u, err := userWith(e.tx, e.who.Key)
	if err != nil || u == nil || e.newer(u.Created) {
		return err
	}
	err = e.handOver(u)
	if fault.Is(err, fault.Conflict) && !e.until.IsZero() {
		e.done.Kept = u.Actor()
		return nil
	}
	if err != nil {
		return err
	}
	if err := e.tx.Delete(&userRow{}, "id = ?", u.ID).Error; err != nil { // its sessions and links go with it
		return err
	}
	e.done.Account = u.Actor()
	return appendAudit(e.tx, audit.Entry{At: e.now, Actor: "operator", Act: "user.remove", Subject: u.Actor()})
}

// MayErase is nil, or a Conflict that says why the account of somebody cannot go.
func (s *Store) MayErase(ctx context.Context, who person.Who) error {
	return s.read(ctx, func(tx *gorm.DB) error {
		var emails []string
		if err := tx.Model(&userRow{}).Limit(2).Pluck("email", &emails).Error; err != nil {
			return err
		}
		if len(emails) == 1 && emails[0] == who.Key {
			return errOnlyAccount
		}
		return nil
	})
}

// errOnlyAccount keeps the desk from being locked for everybody.
var errOnlyAccount = fault.New(fault.Conflict, "This address has the only account at the desk, so nothing was erased. Let somebody else in first: insider editor add EMAIL")

// handOver makes the oldest other account the owner when the last one goes. The only account of the desk cannot go.
func (e *erasure) handOver(u *account.User) error {
	var others []userRow
	if err := forUpdate(e.tx).Where("id <> ?", u.ID).Order("id").Find(&others).Error; err != nil {
		return err
	}
	if len(others) == 0 {
		return errOnlyAccount
	}
	if u.Role != account.Owner {
		return nil
	}
	for _, o := range others {
		if o.Role == string(account.Owner) {
			return nil
		}
	}
	heir := others[0].user()
	e.done.Heir = heir.Actor()
	if err := e.tx.Model(&others[0]).Update("role", string(account.Owner)).Error; err != nil {
		return err
	}
	return appendAudit(e.tx, audit.Entry{At: e.now, Actor: "operator", Act: "user.role", Subject: heir.Actor(),
		Details: map[string]string{"from": others[0].Role, "to": string(account.Owner)}})
}

// note adds to the audit chain that somebody was erased, and what: not who.
func (e *erasure) note() error {
	if e.done.Nothing() {
		return nil
	}
	entry := person.Erasure(e.now)
	entry.Details = map[string]string{"subscriber": strconv.FormatBool(e.done.Subscriber), "stories": strconv.Itoa(len(e.done.Stories)), "account": e.done.Account}
	return appendAudit(e.tx, entry)
}

package store

import (
	"context"

	"gorm.io/gorm"

	"insider/internal/account"
	"insider/internal/outbox"
	"insider/internal/person"
	"insider/internal/story"
)

// personal are the tables that may hold something of a person.
var personal = []string{
	"subscribers", "suppressions", "mail_marks", "consents", "outbox_mails", "stories", "story_identities", "users", "sign_in_links", "sessions",
}

// Person returns what rows hold about somebody, all of one moment.
func (s *Store) Person(ctx context.Context, who person.Who) (r *person.Record, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		r = &person.Record{}
		for _, add := range []func(*gorm.DB, person.Who, *person.Record) error{addSubscriber, addWaiting, addStories, addAccount} {
			if err := add(tx, who, r); err != nil {
				return err
			}
		}
		return nil
	})
	return r, err
}

// addSubscriber adds what the list knows.
func addSubscriber(tx *gorm.DB, who person.Who, r *person.Record) error {
	var subscribers []subscriberRow
	if err := tx.Where("id = ?", who.Hash).Find(&subscribers).Error; err != nil {
		return err
	}
	for _, x := range subscribers {
		r.Subscriber = &person.Subscriber{Email: x.Email, State: string(x.State), Asked: x.AskedAt, Confirmed: x.ConfirmedAt}
	}
	var left []suppressionRow
	if err := tx.Where("hash = ?", who.Hash).Find(&left).Error; err != nil {
		return err
	}
	for _, x := range left {
		r.Left = &person.Suppression{At: x.At, Reason: x.Reason}
	}
	var marks []markRow
	if err := tx.Where("hash = ?", who.Hash).Order("kind").Find(&marks).Error; err != nil {
		return err
	}
	for _, x := range marks {
		r.WrittenTo = append(r.WrittenTo, person.Mark{Kind: x.Kind, At: x.At})
	}
	agreed, err := personConsents(tx, listSubject(who.Hash))
	r.Consents = agreed
	return err
}

func personConsents(tx *gorm.DB, subject string) (list []person.Consent, err error) {
	var rows []consentRow
	err = tx.Where("subject = ?", subject).Order("at, id").Find(&rows).Error
	for _, x := range rows {
		list = append(list, person.Consent{What: x.What, Version: x.Version, Wording: x.Wording, At: x.At})
	}
	return list, err
}

// waitingFor selects the mails that wait for somebody. Of those that ended no recipient is kept.
func waitingFor(tx *gorm.DB, who person.Who) *gorm.DB {
	return tx.Model(&mailRow{}).Where("lower(recipient) = ? AND state IN ?", who.Key, []outbox.State{outbox.Waiting, outbox.Decoy})
}

func addWaiting(tx *gorm.DB, who person.Who, r *person.Record) error {
	var rows []mailRow
	if err := waitingFor(tx, who).Where("state = ?", outbox.Waiting).Order("id").Find(&rows).Error; err != nil {
		return err
	}
	for _, x := range rows {
		r.Mails = append(r.Mails, person.Mail{Kind: x.Kind, Subject: x.Subject, Text: x.Text, Written: x.CreatedAt})
	}
	return nil
}

// storiesOf returns the numbers of the stories that were sent with somebody's address.
func storiesOf(tx *gorm.DB, who person.Who) (numbers []int, err error) {
	err = tx.Model(&storyIdentityRow{}).Where("lower(email) = ?", who.Key).Order("number").Pluck("number", &numbers).Error
	return numbers, err
}

func addStories(tx *gorm.DB, who person.Who, r *person.Record) error {
	numbers, err := storiesOf(tx, who)
	if err != nil || len(numbers) == 0 {
		return err
	}
	var rows []storyRow
	if err := tx.Where("number IN ?", numbers).Order("number").Find(&rows).Error; err != nil {
		return err
	}
	for _, row := range rows {
		x, err := loadStory(tx, row)
		if err != nil {
			return err
		}
		s := person.Story{
			Number: x.Number, State: string(x.State), Text: x.Text, Title: x.Title, Slug: x.Slug, Industry: x.Industry, Country: x.Country,
			Naming: string(x.Naming), Credit: x.Identity.Credit, Email: x.Identity.Email,
			Received: row.ReceivedAt, Decided: row.DecidedAt, Published: row.PublishedAt, Changed: row.ChangedAt,
		}
		if s.Consents, err = personConsents(tx, story.Subject(x.Number)); err != nil {
			return err
		}
		if s.Acts, err = actsOf(tx.Where("subject = ?", story.Subject(x.Number))); err != nil {
			return err
		}
		r.Stories = append(r.Stories, s)
	}
	return nil
}

func addAccount(tx *gorm.DB, who person.Who, r *person.Record) error {
	var users []userRow
	if err := tx.Where("email = ?", who.Key).Find(&users).Error; err != nil || len(users) == 0 {
		return err
	}
	u := users[0].user()
	r.Account = &person.Account{Name: u.Actor(), Email: u.Email, Role: string(u.Role), Created: u.Created, Seen: users[0].SeenAt}
	var sessions []sessionRow
	if err := tx.Where("user_id = ?", u.ID).Order("id").Find(&sessions).Error; err != nil {
		return err
	}
	for _, x := range sessions {
		r.Account.Sessions = append(r.Account.Sessions, person.Session{Created: x.CreatedAt, Seen: x.SeenAt})
	}
	acts, err := actsOf(tx.Where("actor = ? OR subject = ?", u.Actor(), u.Actor()))
	r.Account.Acts = acts
	return err
}

// actsOf returns what the audit chain holds by a query.
func actsOf(query *gorm.DB) (list []person.Act, err error) {
	entries, err := auditPage(query)
	for _, e := range entries {
		list = append(list, person.Act{Number: e.Number, At: e.At, Actor: e.Actor, Act: e.Act, Subject: e.Subject, Details: e.Details})
	}
	return list, err
}

// userWith returns the account of an address, nil when there is none.
func userWith(tx *gorm.DB, email string) (*account.User, error) {
	var rows []userRow
	if err := forUpdate(tx).Where("email = ?", email).Find(&rows).Error; err != nil || len(rows) == 0 {
		return nil, err
	}
	u := rows[0].user()
	return &u, nil
}

package store

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"insider/internal/fault"
	"insider/internal/story"
)

// storyRow is a story without who sent it and what they agreed to.
type storyRow struct {
	Number      int `gorm:"primaryKey;autoIncrement:false"`
	State       string
	Version     int
	Body        string
	HTML        string `gorm:"column:html"`
	Plain       string
	Industry    string
	Country     string
	Naming      string
	Title       string
	Slug        string
	Answer      string
	AnswerHTML  string `gorm:"column:answer_html"`
	ReceivedAt  time.Time
	DecidedAt   *time.Time
	PublishedAt *time.Time
	ChangedAt   *time.Time
	WithdrawnAt *time.Time
	Noticed     bool
	KeyDigest   []byte
	CodeDigest  []byte
}

func (storyRow) TableName() string { return "stories" }

// storyIdentityRow is who sent a story, as far as they said.
type storyIdentityRow struct {
	Number int `gorm:"primaryKey;autoIncrement:false"`
	Credit string
	Email  string
}

func (storyIdentityRow) TableName() string { return "story_identities" }

// StorySecret returns the key of the digests and codes of stories, making it on the first call.
func (s *Store) StorySecret(ctx context.Context) ([]byte, error) {
	const name = "stories"
	var row keyRow
	err := s.read(ctx, func(tx *gorm.DB) error { return tx.Take(&row, "name = ?", name).Error })
	if !fault.Is(err, fault.NotFound) {
		return row.Value, err
	}
	err = s.write(ctx, func(tx *gorm.DB) error {
		fresh := keyRow{Name: name, Value: make([]byte, 32), CreatedAt: s.now()}
		rand.Read(fresh.Value)
		if err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&fresh).Error; err != nil {
			return err
		}
		return tx.Take(&row, "name = ?", name).Error
	})
	return row.Value, err
}

// AddStory stores a story with its identity, consents and audit entry under the next number. The same key gives the
// number of the story that is there, and the digest of its code.
func (s *Store) AddStory(ctx context.Context, n story.New) (number int, code []byte, err error) {
	err = s.write(ctx, func(tx *gorm.DB) error {
		var head auditHeadRow // locked first: numbers are given one after the other
		if err := forUpdate(tx).Take(&head, "id = 1").Error; err != nil {
			return err
		}
		var known []storyRow
		if err := tx.Select("number", "code_digest").Where("key_digest = ?", n.Key).Limit(1).Find(&known).Error; err != nil {
			return err
		}
		if len(known) > 0 {
			number, code = known[0].Number, known[0].CodeDigest
			return nil
		}
		if err := tx.Model(&storyRow{}).Select("COALESCE(MAX(number), 0) + 1").Scan(&number).Error; err != nil {
			return err
		}
		code = n.Code
		return insertStory(tx, number, n)
	})
	return number, code, err
}

func insertStory(tx *gorm.DB, number int, n story.New) error {
	row := toStoryRow(n.Story)
	row.Number, row.KeyDigest, row.CodeDigest = number, n.Key, n.Code
	if err := tx.Create(&row).Error; err != nil {
		return err
	}
	if who := n.Story.Identity; !who.Empty() {
		if err := tx.Create(&storyIdentityRow{Number: number, Credit: who.Credit, Email: who.Email}).Error; err != nil {
			return err
		}
	}
	subject := story.Subject(number)
	if err := recordConsents(tx, subject, false, n.Given...); err != nil {
		return err
	}
	n.Entry.Subject = subject
	return appendAudit(tx, n.Entry)
}

// ChangeStory locks a story, lets change work on it and stores what became of it with the audit entries.
func (s *Store) ChangeStory(ctx context.Context, number int, change func(*story.Story) (story.Change, error)) error {
	return s.write(ctx, func(tx *gorm.DB) error {
		var row storyRow
		if err := forUpdate(tx).Take(&row, "number = ?", number).Error; err != nil {
			return err
		}
		x, err := loadStory(tx, row)
		if err != nil {
			return err
		}
		c, err := change(x)
		if err != nil {
			return err
		}
		if err := saveStory(tx, row, x); err != nil {
			return err
		}
		if c.Public {
			if err := bumpRevision(tx, c.Entries[len(c.Entries)-1].At); err != nil {
				return err
			}
		}
		for _, e := range c.Entries {
			if err := appendAudit(tx, e); err != nil {
				return err
			}
		}
		return nil
	})
}

// saveStory writes what change made of a story. An identity can only be removed.
func saveStory(tx *gorm.DB, old storyRow, x *story.Story) error {
	row := toStoryRow(x)
	row.Noticed, row.KeyDigest, row.CodeDigest = old.Noticed, old.KeyDigest, old.CodeDigest
	err := tx.Save(&row).Error
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return fault.Fields(fault.Field{Name: "slug", Sentence: "Another story has this address. Choose another."})
	}
	if err != nil || !x.Identity.Empty() {
		return err
	}
	return tx.Delete(&storyIdentityRow{}, "number = ?", x.Number).Error
}

func toStoryRow(x *story.Story) storyRow {
	return storyRow{
		Number: x.Number, State: string(x.State), Version: x.Version, Body: x.Text, HTML: x.HTML, Plain: x.Plain,
		Industry: x.Industry, Country: x.Country, Naming: string(x.Naming), Title: x.Title, Slug: x.Slug,
		Answer: x.Answer.Text, AnswerHTML: x.Answer.HTML,
		ReceivedAt: x.Received.UTC().Truncate(time.Microsecond), DecidedAt: nullTime(x.Decided),
		PublishedAt: nullTime(x.Published), ChangedAt: nullTime(x.Changed), WithdrawnAt: nullTime(x.Withdrawn),
	}
}

func (r storyRow) story() *story.Story {
	return &story.Story{
		Number: r.Number, State: story.State(r.State), Version: r.Version, Text: r.Body, HTML: r.HTML, Plain: r.Plain,
		Industry: r.Industry, Country: r.Country, Naming: story.Naming(r.Naming), Title: r.Title, Slug: r.Slug,
		Answer:   story.Answer{Text: r.Answer, HTML: r.AnswerHTML},
		Received: r.ReceivedAt.UTC(), Decided: timeOf(r.DecidedAt), Published: timeOf(r.PublishedAt),
		Changed: timeOf(r.ChangedAt), Withdrawn: timeOf(r.WithdrawnAt),
	}
}

// nullTime is a moment as a column that may be empty keeps it: nil for the zero time.
func nullTime(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC().Truncate(time.Microsecond)
	return &t
}

// timeOf is the zero time for nil.
func timeOf(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC()
}

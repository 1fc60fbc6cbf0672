package store

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"insider/internal/story"
)

// Story returns the story with that number.
func (s *Store) Story(ctx context.Context, number int) (*story.Story, error) {
	return s.oneStory(ctx, "number = ?", number)
}

// StoryByCode returns the story with that digest of a code.
func (s *Store) StoryByCode(ctx context.Context, digest []byte) (*story.Story, error) {
	return s.oneStory(ctx, "code_digest = ?", digest)
}

func (s *Store) oneStory(ctx context.Context, where string, value any) (x *story.Story, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		var row storyRow
		if err := tx.Take(&row, where, value).Error; err != nil {
			return err
		}
		x, err = loadStory(tx, row)
		return err
	})
	return x, err
}

// loadStory adds to a row who sent the story and what they agreed to.
func loadStory(tx *gorm.DB, row storyRow) (*story.Story, error) {
	x := row.story()
	var who []storyIdentityRow
	if err := tx.Where("number = ?", row.Number).Limit(1).Find(&who).Error; err != nil {
		return nil, err
	}
	if len(who) > 0 {
		x.Identity = story.Identity{Credit: who[0].Credit, Email: who[0].Email}
	}
	var agreed []consentRow
	if err := tx.Where("subject = ?", story.Subject(row.Number)).Find(&agreed).Error; err != nil {
		return nil, err
	}
	for _, c := range agreed {
		x.Consents.Publish = x.Consents.Publish || c.What == "publish"
		x.Consents.Air = x.Consents.Air || c.What == "air"
		x.Consents.Edit = x.Consents.Edit || c.What == "edit"
	}
	return x, nil
}

// Stories returns a page of the stories in a state, oldest first, without text, HTML, identity and consents.
func (s *Store) Stories(ctx context.Context, state story.State, offset, limit int) (list []*story.Story, err error) {
	var rows []storyRow
	err = s.read(ctx, func(tx *gorm.DB) error {
		return tx.Omit("Body", "HTML").Where("state = ?", string(state)).Order("number").Offset(offset).Limit(limit).Find(&rows).Error
	})
	for _, r := range rows {
		list = append(list, r.story())
	}
	return list, err
}

// StoryCounts returns how many stories are in each state.
func (s *Store) StoryCounts(ctx context.Context) (map[story.State]int, error) {
	var rows []struct {
		State string
		N     int
	}
	err := s.read(ctx, func(tx *gorm.DB) error {
		return tx.Model(&storyRow{}).Select("state, COUNT(*) AS n").Group("state").Scan(&rows).Error
	})
	counts := make(map[story.State]int, len(rows))
	for _, r := range rows {
		counts[story.State(r.State)] = r.N
	}
	return counts, err
}

// PublicStories returns what readers may see of stories, all of one moment.
func (s *Store) PublicStories(ctx context.Context) (p story.Public, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		var revision revisionRow
		if err := tx.Take(&revision, "id = 1").Error; err != nil {
			return err
		}
		var rows []storyRow
		if err := tx.Omit("Body").Where("published_at IS NOT NULL").Order("number").Find(&rows).Error; err != nil {
			return err
		}
		names, err := credits(tx)
		if err != nil {
			return err
		}
		list := make([]*story.Story, len(rows))
		for i, r := range rows {
			list[i] = r.story()
			list[i].Identity.Credit = names[r.Number]
		}
		p = story.NewPublic(list, revision.Number)
		return nil
	})
	slices.Sort(p.Gone)
	return p, err
}

// credits returns the names of those whose story is published and who want to be named, by number.
func credits(tx *gorm.DB) (map[int]string, error) {
	var rows []storyIdentityRow
	err := tx.Select("story_identities.number, credit").Joins("JOIN stories ON stories.number = story_identities.number").
		Where("stories.state = ? AND stories.naming <> ?", string(story.Published), string(story.Unnamed)).Find(&rows).Error
	names := make(map[int]string, len(rows))
	for _, r := range rows {
		names[r.Number] = r.Credit
	}
	return names, err
}

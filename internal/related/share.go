package related

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"insider/internal/edition"
	"insider/internal/show"
)

// What is in everything says nothing. A topic is at least worth a little, for an author chose it.
const leastTopic, leastPerson = .05, .2

// rarity is 0 for what all of n items have and 1 for what one has.
func rarity(having, n int) float64 {
	if n < 2 || having < 1 {
		return 0
	}
	return math.Log(float64(n)/float64(having)) / math.Log(float64(n))
}

// join adds a share to those before it: each takes a part of what is left, so that many weak ones are no more than all.
func join(sum, share, worth float64) float64 { return worth - (worth-sum)*(1-share) }

// sharing is a topic or a person of an item, with how rare that is and who else has it.
type sharing[T any] struct {
	what  T
	key   string
	rare  float64
	items []show.Item
}

// topicsOf lists the topics of an item, the rarest first.
func topicsOf(e *edition.Edition, item show.Item) []sharing[show.Topic] {
	var list []sharing[show.Topic]
	for _, t := range show.TopicsOf(item) {
		if g, ok := e.Topic(t.Slug); ok {
			list = append(list, sharing[show.Topic]{g.Key, t.Slug, max(leastTopic, rarity(len(g.Items), len(e.Log))), g.Items})
		}
	}
	rarest(list)
	return list
}

// peopleOf lists the people of an item, the rarest first, without those who are in nearly everything, such as hosts.
func peopleOf(e *edition.Edition, item show.Item) []sharing[*show.Person] {
	var list []sharing[*show.Person]
	for _, p := range edition.PeopleOf(item) {
		items := e.ItemsBy(p.Slug)
		if rare := rarity(len(items), len(e.Log)); rare >= leastPerson {
			list = append(list, sharing[*show.Person]{p, p.Slug, rare, items})
		}
	}
	rarest(list)
	return list
}

func rarest[T any](list []sharing[T]) {
	slices.SortFunc(list, func(a, b sharing[T]) int { return cmp.Or(cmp.Compare(b.rare, a.rare), strings.Compare(a.key, b.key)) })
}

// share tells what the item of a match shares with another, by that one's topics and people.
func (m *Match) share(topics []sharing[show.Topic], people []sharing[*show.Person]) {
	own := show.TopicsOf(m.Item)
	for _, t := range topics {
		if slices.ContainsFunc(own, func(x show.Topic) bool { return x.Slug == t.key }) {
			m.Topics, m.topics = append(m.Topics, t.what), join(m.topics, t.rare, worthTopics)
		}
	}
	with := edition.PeopleOf(m.Item)
	for _, p := range people {
		if slices.Contains(with, p.what) {
			m.People, m.people = append(m.People, p.what), join(m.people, p.rare, worthPeople)
		}
	}
}

// belong finds the items that authors joined to an item: an article with its episode or the story it came from, and the
// other articles of that episode or story.
func belong(e *edition.Edition, item show.Item, match func(show.Item) *Match) {
	own, _ := item.(*show.Article)
	if own != nil {
		if ep, ok := e.Episode(own.Episode); ok {
			match(ep).belonging = "The episode it belongs to"
		}
		for _, st := range e.Stories {
			if own.Story != "" && st.Label() == own.Story {
				match(st).belonging = "The story it came from"
			}
		}
	}
	for _, a := range e.Articles {
		switch x := item.(type) {
		case *show.Episode:
			if a.Episode == x.Slug {
				match(a).belonging = "Belongs to this episode"
			}
		case *show.Story:
			if a.Story == x.Label() {
				match(a).belonging = "Came from this story"
			}
		case *show.Article:
			if a != x && x.Episode != "" && a.Episode == x.Episode {
				match(a).belonging = "Of the same episode"
			}
		}
	}
}

package edition

import (
	"slices"

	"insider/internal/show"
)

// index finds public things by their address.
type index struct {
	episodes map[string]*show.Episode
	articles map[string]*show.Article
	stories  map[string]*show.Story
	pages    map[string]*show.Page
	people   map[string]*show.Person
	aliases  map[string]string
	gone     map[string]bool
	byPerson map[string][]show.Item
	byGUID   map[string]*show.Episode
	covers   map[string]*show.Image
	pictures map[string]*show.File
}

func newIndex(e *Edition) index {
	return index{
		episodes: keyed(e.Episodes, func(v *show.Episode) string { return v.Slug }),
		byGUID:   keyed(e.Episodes, func(v *show.Episode) string { return v.GUID }),
		articles: keyed(e.Articles, func(v *show.Article) string { return v.Slug }),
		stories:  keyed(e.Stories, func(v *show.Story) string { return v.Slug }),
		pages:    keyed(e.Pages, func(v *show.Page) string { return v.Slug }),
		people:   keyed(e.People, func(v *show.Person) string { return v.Slug }),
		aliases:  aliases(e),
		gone:     goneOf(e.source),
		byPerson: byPerson(e.Log),
		covers:   covers(e),
		pictures: pictures(e),
	}
}

func keyed[T any](list []T, key func(T) string) map[string]T {
	m := make(map[string]T, len(list))
	for _, v := range list {
		m[key(v)] = v
	}
	return m
}

// aliases maps old paths to what has them now.
func aliases(e *Edition) map[string]string {
	m := map[string]string{}
	add := func(old []string, path string) {
		for _, a := range old {
			m[a] = path
		}
	}
	add(e.Show.Aliases, "/podcast.xml")
	for _, v := range e.Episodes {
		add(v.Aliases, v.Path())
	}
	for _, v := range e.Articles {
		add(v.Aliases, v.Path())
	}
	for _, v := range e.Pages {
		add(v.Aliases, v.Path())
	}
	for _, v := range e.People {
		add(v.Aliases, v.Path())
	}
	return m
}

func goneOf(s *Source) map[string]bool {
	m := make(map[string]bool, len(s.Gone))
	for _, slug := range s.Gone {
		m[slug] = true
	}
	return m
}

func byPerson(log []show.Item) map[string][]show.Item {
	m := map[string][]show.Item{}
	for _, item := range log {
		for _, p := range PeopleOf(item) {
			m[p.Slug] = append(m[p.Slug], item)
		}
	}
	return m
}

// covers are those of the show and of its episodes that can be had in other sizes.
func covers(e *Edition) map[string]*show.Image {
	m := map[string]*show.Image{}
	add := func(i *show.Image) {
		if key := i.ArtKey(); key != "" {
			m[key] = i
		}
	}
	add(e.Show.Cover)
	for _, v := range e.Episodes {
		add(v.Cover)
	}
	return m
}

// pictures are those of public items that can be had in other widths.
func pictures(e *Edition) map[string]*show.File {
	m := map[string]*show.File{}
	add := func(files []*show.File) {
		for _, f := range files {
			if f != nil && f.Width > 0 && len(f.Widths()) > 0 {
				m[f.Key()] = f
			}
		}
	}
	for _, v := range e.Episodes {
		add(v.Files)
	}
	for _, v := range e.Articles {
		add(v.Files)
	}
	for _, v := range e.Pages {
		add(v.Files)
	}
	for _, v := range e.People {
		add(v.Files)
	}
	return m
}

// PeopleOf returns who has a part in an item, each once. Stories have nobody.
func PeopleOf(item show.Item) []*show.Person {
	switch x := item.(type) {
	case *show.Episode:
		people := make([]*show.Person, 0, len(x.People))
		for _, c := range x.People {
			if !slices.Contains(people, c.Person) {
				people = append(people, c.Person)
			}
		}
		return people
	case *show.Article:
		return x.Authors
	}
	return nil
}

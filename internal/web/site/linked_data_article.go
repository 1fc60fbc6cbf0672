package site

import (
	"insider/internal/edition"
	"insider/internal/show"
)

// article is schema.org/Article: what is read.
type article struct {
	work
	Headline string `json:"headline"`
	Page     string `json:"mainEntityOfPage"`
	Words    int    `json:"wordCount,omitempty"`
	Credit   string `json:"creditText,omitempty"`
}

func (s *Site) articleNode(e *edition.Edition, item show.Item, card *socialCard) article {
	url := s.absolute(item.Path())
	return article{
		work: work{thing: thing{Type: "Article", ID: url + "#article", URL: url, Description: item.Lead()}, Language: e.Show.Language,
			Published: stamp(item.Published()), Publisher: s.publisher(e.Show), Keywords: topicNames(item)},
		Headline: item.Heading(), Page: url,
	}
}

func (s *Site) linkedArticle(e *edition.Edition, a *show.Article, card *socialCard) *linkedData {
	node := s.articleNode(e, a, card)
	node.Modified, node.Author, node.Words = stamp(a.Updated), s.creditedAll(a.Authors), a.Words
	node.Image = s.pictures(card, a.Cover)
	return linked(node, s.breadcrumbs(a.Title, MenuLink{Name: "Articles", Path: "/articles"}))
}

// linkedStory names its writer only as far as the page does.
func (s *Site) linkedStory(e *edition.Edition, st *show.Story, card *socialCard) *linkedData {
	node := s.articleNode(e, st, card)
	node.Modified, node.Credit, node.Image = stamp(st.Updated), st.Credit, s.pictures(card, nil)
	if st.Author != "" {
		node.Author = []person{{thing: thing{Type: "Person", Name: st.Author}}}
	}
	return linked(node, s.breadcrumbs(st.Title, MenuLink{Name: "Stories", Path: "/stories"}))
}

func topicNames(item show.Item) []string {
	var names []string
	for _, t := range show.TopicsOf(item) {
		names = append(names, t.Name)
	}
	return names
}

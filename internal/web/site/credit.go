package site

import "insider/internal/show"

// credit is a person's part in an item, with the ring in the colour and shape of their pen.
type credit struct {
	Name, Role, Path, Initials string
	Pen                        int // 1, 2, or 0 for a guest
}

func credits(s *show.Show, people []show.Credit) []credit {
	out := make([]credit, len(people))
	for i, c := range people {
		out[i] = credit{Name: c.Person.Name, Role: c.Role, Path: c.Person.Path(), Initials: initials(c.Person.Name), Pen: pen(s, c.Person)}
	}
	return out
}

// authors are credits of an article.
func authors(s *show.Show, people []*show.Person) []credit {
	list := make([]show.Credit, len(people))
	for i, p := range people {
		list[i] = show.Credit{Person: p, Role: p.Role}
	}
	return credits(s, list)
}

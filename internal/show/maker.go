package show

import (
	"cmp"
	"strings"
)

// Maker names who makes the show: its author, else the hosts, else the owner, else the show itself.
func (s *Show) Maker() string {
	var names []string
	for _, h := range s.Hosts {
		names = append(names, h.Name)
	}
	hosts := ""
	switch n := len(names); n {
	case 0:
	case 1:
		hosts = names[0]
	default:
		hosts = strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	return cmp.Or(s.Author, hosts, s.Owner.Name, s.Title)
}

package feed

import (
	"strings"

	"insider/internal/show"
)

// groups maps the roles of the Podcasting 2.0 taxonomy that shows use to their groups.
var groups = map[string]string{
	"host": "cast", "co-host": "cast", "guest host": "cast", "guest": "cast", "voice actor": "cast", "narrator": "cast",
	"announcer": "cast", "reporter": "cast",
	"author": "writing", "writer": "writing", "researcher": "writing", "editor": "writing", "managing editor": "writing",
	"fact checker": "writing", "translator": "writing", "transcriber": "writing",
	"producer": "creative direction", "executive producer": "creative direction", "director": "creative direction",
	"audio engineer": "audio production", "technical director": "audio production",
	"audio editor": "audio post-production", "sound designer": "audio post-production", "composer": "audio post-production",
	"theme music": "audio post-production",
}

// person writes a credit. A role outside the taxonomy is a guest: without a role, apps would take everybody for a host.
func (b *Builder) person(p *show.Person, role string) person {
	role = strings.ToLower(line(role, 64))
	if groups[role] == "" {
		role = "guest"
	}
	return person{Role: role, Group: groups[role], Picture: b.picture(p.Picture), Page: b.absolute(p.Path()), Name: line(p.Name, 128)}
}

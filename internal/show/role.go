package show

import "strings"

// Role is a part that somebody can have in a podcast, as podcast:person names it: one of the Podcast Taxonomy's roles with
// its group.
type Role struct{ Group, Name string }

// taxonomy holds the groups and roles of the Podcast Taxonomy in their order, as the Podcasting 2.0 namespace lists them.
var taxonomy = []struct {
	group string
	roles []string
}{
	{"Creative Direction", []string{"Director", "Assistant Director", "Executive Producer", "Senior Producer", "Producer", "Associate Producer",
		"Development Producer", "Creative Director"}},
	{"Cast", []string{"Host", "Co-Host", "Guest Host", "Guest", "Voice Actor", "Narrator", "Announcer", "Reporter"}},
	{"Writing", []string{"Author", "Editorial Director", "Co-Writer", "Writer", "Songwriter", "Guest Writer", "Story Editor", "Managing Editor",
		"Script Editor", "Script Coordinator", "Researcher", "Editor", "Fact Checker", "Translator", "Transcriber", "Logger"}},
	{"Audio Production", []string{"Studio Coordinator", "Technical Director", "Technical Manager", "Audio Engineer", "Remote Recording Engineer",
		"Post Production Engineer"}},
	{"Audio Post-Production", []string{"Audio Editor", "Sound Designer", "Foley Artist", "Composer", "Theme Music", "Music Production",
		"Music Contributor"}},
	{"Administration", []string{"Production Coordinator", "Booking Coordinator", "Production Assistant", "Content Manager", "Marketing Manager",
		"Sales Representative", "Sales Manager"}},
	{"Visuals", []string{"Graphic Designer", "Cover Art Designer"}},
	{"Community", []string{"Social Media Manager"}},
	{"Misc.", []string{"Consultant", "Intern"}},
	{"Video Production", []string{"Camera Operator", "Lighting Designer", "Camera Grip", "Assistant Camera"}},
	{"Video Post-Production", []string{"Editor", "Assistant Editor"}},
}

// spoken are words that people use for roles of the taxonomy.
var spoken = map[string]string{
	"moderator": "Host", "presenter": "Host", "anchor": "Host", "cohost": "Co-Host", "interviewee": "Guest", "speaker": "Guest", "panelist": "Guest",
	"interviewer": "Host", "engineer": "Audio Engineer", "sound": "Audio Engineer", "mixing": "Audio Engineer", "music": "Composer", "musician": "Composer",
	"artwork": "Cover Art Designer", "designer": "Graphic Designer", "journalist": "Reporter", "actor": "Voice Actor", "voice": "Voice Actor",
	"camera": "Camera Operator", "marketing": "Marketing Manager", "research": "Researcher", "translation": "Translator", "transcript": "Transcriber",
}

// FindRole returns the role with the name, whatever its case. group chooses where two groups have it ("Editor"); "" takes the
// first.
func FindRole(group, name string) (Role, bool) {
	for _, g := range taxonomy {
		if group != "" && !strings.EqualFold(g.group, group) {
			continue
		}
		for _, role := range g.roles {
			if strings.EqualFold(role, name) {
				return Role{g.group, role}, true
			}
		}
	}
	return Role{}, false
}

// NearestRole returns the name of the role that was most likely meant.
func NearestRole(name string) string {
	if role := spoken[strings.ToLower(strings.TrimSpace(name))]; role != "" {
		return role
	}
	var names []string
	for _, g := range taxonomy {
		names = append(names, g.roles...)
	}
	return nearestOf(names, name)
}

// NearestGroup returns the group that was most likely meant by group, of those that have the role; "" when none has it.
func NearestGroup(group, role string) string {
	var names []string
	for _, g := range taxonomy {
		if _, ok := FindRole(g.group, role); ok {
			names = append(names, g.group)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return nearestOf(names, group)
}

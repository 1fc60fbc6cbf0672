package feedcheck

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// namespaceRules are about the Podcasting 2.0 namespace.
var namespaceRules = []*Rule{
	{Name: "podcast-guid", Level: Warning, By: "PSP-1, Podcast Index",
		Why: "Directories cannot tell that it is the same show once it moves.", Fix: "Give the channel a <podcast:guid> (guid in show.yaml).",
		find: inShow(func(channel *Element, say func(string, ...any)) {
			if channel.Child("podcast:guid") == nil {
				say("The show has no podcast:guid.")
			}
		})},
	{Name: "podcast-locked", Level: Hint, By: "PSP-1",
		Why: "Anybody may then import the show elsewhere.", Fix: "Write <podcast:locked>yes</podcast:locked> (locked in show.yaml).",
		find: inShow(func(channel *Element, say func(string, ...any)) {
			if channel.Child("podcast:locked") == nil {
				say("The feed does not say whether other hosts may import it.")
			}
		})},
	{Name: "podcast-tag", Level: Warning, By: "Podcasting 2.0",
		Why: "No app knows it.", Fix: "Look its name up in the namespace.",
		find: inTags(func(e *Element, _ string, say func(string, ...any)) {
			if _, known, _ := tagOf(e); !known {
				say("There is no %s.", e.Name)
			}
		})},
	{Name: "podcast-place", Level: Warning, By: "Podcasting 2.0",
		Why: "Apps do not look for it there.", Fix: "Put it where the namespace has it.",
		find: inTags(func(e *Element, parent string, say func(string, ...any)) {
			if t, known, _ := tagOf(e); known && !slices.Contains(strings.Fields(t.parents), parent) {
				say("%s stands in %s.", e.Name, parent)
			}
		})},
	{Name: "podcast-once", Level: Warning, By: "Podcasting 2.0",
		Why: "Apps read one of them, nobody knows which.", Fix: "Keep one.",
		find: inElements(func(e *Element, _ string, say func(string, ...any)) {
			seen := map[string]int{}
			for _, c := range e.Children {
				if t, known, _ := tagOf(c); known && !t.many {
					if seen[c.Name]++; seen[c.Name] == 2 {
						say("There is more than one %s.", c.Name)
					}
				}
			}
		})},
	{Name: "podcast-attribute", Level: Mistake, By: "Podcasting 2.0",
		Why: "Apps drop the tag.", Fix: "Write the attribute.",
		find: inTags(func(e *Element, _ string, say func(string, ...any)) {
			t, _, _ := tagOf(e)
			for name := range strings.FieldsSeq(t.required) {
				if e.Attrs[name] == "" {
					say("%s has no %s.", e.Name, name)
				}
			}
		})},
	{Name: "podcast-value", Level: Mistake, By: "Podcasting 2.0",
		Why: "Apps drop the tag, or show something else.", Fix: "Write a value that the namespace has.",
		find: inTags(func(e *Element, _ string, say func(string, ...any)) {
			if t, _, _ := tagOf(e); t.value != nil {
				if problem := t.value(e); problem != "" {
					say("%s: %s.", e.Name, problem)
				}
			}
		})},
	{Name: "podcast-text", Level: Warning, By: "Podcasting 2.0",
		Why: "Apps cut it.", Fix: "Shorten it.",
		find: inTags(func(e *Element, _ string, say func(string, ...any)) {
			t, _, _ := tagOf(e)
			if n := utf8.RuneCountInString(strings.TrimSpace(e.Text)); t.size > 0 && n > t.size {
				say("%s has %d characters, of at most %d.", e.Name, n, t.size)
			}
		})},
	{Name: "soundbite-length", Level: Hint, By: "Podcasting 2.0",
		Why: "Apps are advised to play 15 to 120 seconds.", Fix: "Choose a piece of that length.",
		find: inTags(func(e *Element, _ string, say func(string, ...any)) {
			if e.Name != "podcast:soundbite" {
				return
			}
			if n, err := strconv.ParseFloat(e.Attrs["duration"], 64); err == nil && n > 0 && (n < 15 || n > 120) {
				say("A soundbite lasts %s seconds.", e.Attrs["duration"])
			}
		})},
}

// inElements makes a rule's function of one over every element of the feed, with the name of what it stands in.
func inElements(find func(e *Element, parent string, say func(format string, args ...any))) func(*Subject, sayer) {
	return func(s *Subject, say sayer) {
		see := func(root *Element, where string) {
			walk(root, "", func(e *Element, parent string) {
				find(e, parent, func(format string, args ...any) { say(where, format, args...) })
			})
		}
		see(s.Feed.Channel, whole)
		for _, item := range s.Feed.Items {
			see(item, s.where(item))
		}
	}
}

// inTags is inElements for those of the namespace.
func inTags(find func(e *Element, parent string, say func(format string, args ...any))) func(*Subject, sayer) {
	return inElements(func(e *Element, parent string, say func(string, ...any)) {
		if _, _, ours := tagOf(e); ours {
			find(e, parent, say)
		}
	})
}

package content

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// layoutMistakes returns what is wrong with the folder as such: names and kinds of files, whatever is in them.
func layoutMistakes(t tree) []Mistake {
	var out []Mistake
	for name, e := range t.all() {
		if m, ok := misplaced(t, name, e); ok {
			out = append(out, m)
		}
	}
	return out
}

// misplaced says what is wrong with one path.
func misplaced(t tree, name string, e entry) (Mistake, bool) {
	folder, base := splitPath(name)
	top, _, _ := strings.Cut(name, "/")
	switch {
	case e.Kind == odd:
		return Mistake{name, 0, ruleLink, "This is a link, or something else that is no file.", "Put the file itself here; links are not followed."}, true
	case top == letters && e.Kind == plain:
		return Mistake{name, 0, ruleLettersNotYet, "Letters are not read yet.", "Keep the file elsewhere until they are."}, true
	case folder == ".":
		return misplacedAtTop(name, e)
	case folder == top && e.Kind == dir && t[name]["index.md"].Kind != plain && len(t[name]) > 0 && top != letters:
		return Mistake{name, 0, ruleMissingIndex, "The folder has no index.md.", fmt.Sprintf("Write %s/index.md, or move its files to %s/.", name, top)}, true
	case e.Kind == plain && wrongExtension(base):
		return Mistake{name, 0, ruleUnknownFile, "The name ends in " + path.Ext(base) + ".", "Markdown files end in .md: rename it."}, true
	}
	return Mistake{}, false
}

func wrongExtension(base string) bool {
	ext := path.Ext(base)
	return ext != ".md" && slices.Contains([]string{".md", ".markdown", ".mdown", ".mdx"}, strings.ToLower(ext))
}

// misplacedAtTop knows show.yaml, the folders of kinds, pictures, and what comes with a repository.
func misplacedAtTop(name string, e entry) (Mistake, bool) {
	known := []string{"show.yaml", letters}
	for _, k := range kinds {
		known = append(known, string(k))
	}
	upper := strings.ToUpper(name)
	switch {
	case slices.Contains(known, name) && (name == "show.yaml") == (e.Kind == plain):
		return Mistake{}, false
	case e.Kind == plain && (isPicture(name) || path.Ext(name) == ".go" || strings.HasPrefix(upper, "README") || strings.HasPrefix(upper, "LICENSE")):
		return Mistake{}, false
	}
	fix := "The folder holds show.yaml, episodes/, articles/, pages/ and people/. Move it there or away."
	if near := nearest(strings.TrimSuffix(name, path.Ext(name)), []string{"show", "episodes", "articles", "pages", "people"}); near == "show" {
		fix = "Did you mean show.yaml?"
	} else if near != "" {
		fix = fmt.Sprintf("Did you mean %s/?", near)
	}
	return Mistake{name, 0, ruleUnknownFile, "The content format does not know this.", fix}, true
}

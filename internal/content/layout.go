package content

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// layoutMistakes returns what is wrong with the folder as such: names and kinds of files, whatever is in them.
func layoutMistakes(t tree) []Mistake {
	var out []Mistake
	for folder, names := range t {
		for base, e := range names {
			if complain := misplaced(t, folder, base, e); complain != nil {
				out = append(out, complain(joinPath(folder, base)))
			}
		}
	}
	return out
}

// misplaced returns what tells the mistake of one path, nil when there is none.
func misplaced(t tree, folder, base string, e entry) func(name string) Mistake {
	switch {
	case e.Kind == odd:
		return func(name string) Mistake {
			return Mistake{name, 0, ruleLink, "This is a link, or something else that is no file.", "Put the file itself here; links are not followed."}
		}
	case !utf8.ValidString(base):
		return func(name string) Mistake {
			return Mistake{strings.ToValidUTF8(name, "\ufffd"), 0, ruleBadFileName, fmt.Sprintf("The name %q is not UTF-8.", base), "Rename the file."}
		}
	case folder == ".":
		return misplacedAtTop(base, e)
	case folder == letters || strings.HasPrefix(folder, letters+"/"):
		return lettersMistake(e)
	case e.Kind == dir && !strings.Contains(folder, "/"):
		return indexMistake(t, folder, base)
	case e.Kind == plain && wrongExtension(base):
		return func(name string) Mistake {
			return Mistake{name, 0, ruleUnknownFile, "The name ends in " + path.Ext(base) + ".", "Markdown files end in .md: rename it."}
		}
	}
	return nil
}

func lettersMistake(e entry) func(string) Mistake {
	if e.Kind != plain {
		return nil
	}
	return func(name string) Mistake {
		return Mistake{name, 0, ruleLettersNotYet, "Letters are not read yet.", "Keep the file elsewhere until they are."}
	}
}

// indexMistake tells of a folder with files and without a text.
func indexMistake(t tree, kind, base string) func(string) Mistake {
	names := t[kind+"/"+base]
	if len(names) == 0 || names["index.md"].Kind == plain {
		return nil
	}
	return func(name string) Mistake {
		return Mistake{name, 0, ruleMissingIndex, "The folder has no index.md.", fmt.Sprintf("Write %s/index.md, or move its files to %s/.", name, kind)}
	}
}

func wrongExtension(base string) bool {
	ext := path.Ext(base)
	return ext != ".md" && slices.Contains([]string{".md", ".markdown", ".mdown", ".mdx"}, strings.ToLower(ext))
}

// misplacedAtTop knows show.yaml, the folders of kinds, pictures, and what comes with a repository.
func misplacedAtTop(name string, e entry) func(string) Mistake {
	known := []string{"show.yaml", letters}
	for _, k := range kinds {
		known = append(known, string(k))
	}
	upper := strings.ToUpper(name)
	switch {
	case slices.Contains(known, name) && (name == "show.yaml") == (e.Kind == plain):
		return nil
	case e.Kind == plain && (isPicture(name) || path.Ext(name) == ".go" || strings.HasPrefix(upper, "README") || strings.HasPrefix(upper, "LICENSE")):
		return nil
	}
	fix := "The folder holds show.yaml, episodes/, articles/, pages/ and people/. Move it there or away."
	if near := nearest(strings.TrimSuffix(name, path.Ext(name)), []string{"show", "episodes", "articles", "pages", "people"}); near == "show" {
		fix = "Did you mean show.yaml?"
	} else if near != "" {
		fix = fmt.Sprintf("Did you mean %s/?", near)
	}
	return func(name string) Mistake {
		return Mistake{name, 0, ruleUnknownFile, "The content format does not know this.", fix}
	}
}

package content

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"insider/internal/content/folder"
	"insider/internal/content/mistake"
	"insider/internal/content/parse"
)

// layoutMistakes returns what is wrong with the folder as such: names and kinds of files, whatever is in them.
func layoutMistakes(t folder.Tree) []mistake.Mistake {
	var out []mistake.Mistake
	for within, names := range t {
		for base, e := range names {
			if complain := misplaced(t, within, base, e); complain != nil {
				out = append(out, complain(folder.Join(within, base)))
			}
		}
	}
	return out
}

// misplaced returns what tells the mistake of one path, nil when there is none.
func misplaced(t folder.Tree, within, base string, e folder.Entry) func(name string) mistake.Mistake {
	switch {
	case e.Kind == folder.Odd:
		return func(name string) mistake.Mistake {
			return mistake.Mistake{File: name, Rule: mistake.Link, Sentence: "This is a link, or something else that is no file.", Fix: "Put the file itself here; links are not followed."}
		}
	case !utf8.ValidString(base):
		return func(name string) mistake.Mistake {
			return mistake.Mistake{File: strings.ToValidUTF8(name, "\ufffd"), Rule: mistake.BadFileName, Sentence: fmt.Sprintf("The name %q is not UTF-8.", base), Fix: "Rename the file."}
		}
	case within == ".":
		return misplacedAtTop(base, e)
	case within == folder.Letters || strings.HasPrefix(within, folder.Letters+"/"):
		return lettersMistake(e)
	case e.Kind == folder.Dir && !strings.Contains(within, "/"):
		return indexMistake(t, within, base)
	case e.Kind == folder.Plain && wrongExtension(base):
		return func(name string) mistake.Mistake {
			return mistake.Mistake{File: name, Rule: mistake.UnknownFile, Sentence: "The name ends in " + path.Ext(base) + ".", Fix: "Markdown files end in .md: rename it."}
		}
	}
	return nil
}

func lettersMistake(e folder.Entry) func(string) mistake.Mistake {
	if e.Kind != folder.Plain {
		return nil
	}
	return func(name string) mistake.Mistake {
		return mistake.Mistake{File: name, Rule: mistake.LettersNotYet, Sentence: "Letters are not read yet.", Fix: "Keep the file elsewhere until they are."}
	}
}

// indexMistake tells of a folder with files and without a text.
func indexMistake(t folder.Tree, kind, base string) func(string) mistake.Mistake {
	names := t[kind+"/"+base]
	if len(names) == 0 || names["index.md"].Kind == folder.Plain {
		return nil
	}
	return func(name string) mistake.Mistake {
		return mistake.Mistake{File: name, Rule: mistake.MissingIndex, Sentence: "The folder has no index.md.", Fix: fmt.Sprintf("Write %s/index.md, or move its files to %s/.", name, kind)}
	}
}

func wrongExtension(base string) bool {
	ext := path.Ext(base)
	return ext != ".md" && slices.Contains([]string{".md", ".markdown", ".mdown", ".mdx"}, strings.ToLower(ext))
}

// misplacedAtTop knows show.yaml, the folders of kinds, pictures, and what comes with a repository.
func misplacedAtTop(name string, e folder.Entry) func(string) mistake.Mistake {
	known := []string{"show.yaml", folder.Letters}
	for _, k := range folder.Kinds {
		known = append(known, string(k))
	}
	upper := strings.ToUpper(name)
	switch {
	case slices.Contains(known, name) && (name == "show.yaml") == (e.Kind == folder.Plain):
		return nil
	case e.Kind == folder.Plain && (parse.IsPicture(name) || path.Ext(name) == ".go" || strings.HasPrefix(upper, "README") || strings.HasPrefix(upper, "LICENSE")):
		return nil
	}
	fix := "The folder holds show.yaml, episodes/, articles/, pages/ and people/. Move it there or away."
	if near := mistake.Nearest(strings.TrimSuffix(name, path.Ext(name)), []string{"show", "episodes", "articles", "pages", "people"}); near == "show" {
		fix = "Did you mean show.yaml?"
	} else if near != "" {
		fix = fmt.Sprintf("Did you mean %s/?", near)
	}
	return func(name string) mistake.Mistake {
		return mistake.Mistake{File: name, Rule: mistake.UnknownFile, Sentence: "The content format does not know this.", Fix: fix}
	}
}

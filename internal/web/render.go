package web

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"insider/internal/templatecheck"
)

// Renderer executes page templates. Each page is one set of its own: the parts/*.html of its folder and of every folder
// above, the nearest layout.html, and the page, named by their paths without ".html". So equal base names or equal
// definitions in two pages never meet. It is safe for concurrent use.
type Renderer struct {
	files fs.FS
	funcs template.FuncMap
	dev   bool
	pages map[string]func() (*template.Template, error) // each put together when it is first needed
}

// NewRenderer parses every page of templates (mail/ is the mail package's). funcs are what Funcs returned and what the
// caller adds. With dev each Execute reads the files again.
func NewRenderer(templates fs.FS, funcs template.FuncMap, dev bool) (*Renderer, error) {
	r := &Renderer{files: templates, funcs: funcs, dev: dev, pages: map[string]func() (*template.Template, error){}}
	parsed, err := r.parse()
	if err != nil {
		return nil, err
	}
	for name := range parsed {
		if isPage(name) {
			r.pages[name] = sync.OnceValues(func() (*template.Template, error) { return r.assemble(parsed, name) })
		}
	}
	return r, nil
}

// Execute renders a page such as "site/home" into memory: a failing template never sends half a page.
func (r *Renderer) Execute(name string, data any) ([]byte, error) {
	t, err := r.page(name)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := t.Execute(&out, data); err != nil {
		return nil, fmt.Errorf("rendering %s: %w", name, err)
	}
	return out.Bytes(), nil
}

// Names returns the pages, sorted: a test sees by it that every page is checked.
func (r *Renderer) Names() []string { return slices.Sorted(maps.Keys(r.pages)) }

// Check holds a page to the type of its data without executing it. It is for tests.
func (r *Renderer) Check(name string, data any) error {
	t, err := r.fresh(name)
	if err != nil {
		return err
	}
	return templatecheck.Check(t, r.funcs, data)
}

func (r *Renderer) page(name string) (*template.Template, error) {
	page, ok := r.pages[name]
	switch {
	case r.dev:
		return r.fresh(name)
	case !ok:
		return nil, fmt.Errorf("there is no template %q", name)
	}
	return page()
}

// fresh reads the files and returns the page as they have it now.
func (r *Renderer) fresh(name string) (*template.Template, error) {
	parsed, err := r.parse()
	if err != nil {
		return nil, err
	}
	return r.assemble(parsed, name)
}

// parse reads every template file by itself.
func (r *Renderer) parse() (map[string]*template.Template, error) {
	parsed := map[string]*template.Template{}
	err := fs.WalkDir(r.files, ".", func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case file == "mail":
			return fs.SkipDir
		case d.IsDir() || path.Ext(file) != ".html":
			return nil
		}
		text, err := fs.ReadFile(r.files, file)
		if err != nil {
			return err
		}
		name := strings.TrimSuffix(file, ".html")
		parsed[name], err = template.New(name).Funcs(r.funcs).Parse(string(text))
		return err
	})
	return parsed, err
}

// assemble puts the set of one page together and returns the template to execute.
func (r *Renderer) assemble(parsed map[string]*template.Template, name string) (*template.Template, error) {
	if parsed[name] == nil {
		return nil, fmt.Errorf("there is no template %q", name)
	}
	set, entry := template.New("").Funcs(r.funcs).Option("missingkey=error"), name
	files := partsFor(parsed, name)
	if layout := layoutFor(parsed, name); layout != "" {
		files, entry = append(files, layout), layout
	}
	for _, file := range append(files, name) {
		for _, t := range parsed[file].Templates() {
			if _, err := set.AddParseTree(t.Name(), t.Tree.Copy()); err != nil {
				return nil, err
			}
		}
	}
	return set.Lookup(entry), nil
}

// isPage tells pages from layouts and parts.
func isPage(name string) bool {
	return path.Base(name) != "layout" && path.Base(path.Dir(name)) != "parts"
}

// partsFor returns the parts that a page sees, those of outer folders first.
func partsFor(parsed map[string]*template.Template, page string) []string {
	var parts []string
	for name := range parsed {
		dir := path.Dir(name)
		if path.Base(dir) == "parts" && strings.HasPrefix(page, strings.TrimSuffix(dir, "parts")) {
			parts = append(parts, name)
		}
	}
	slices.SortFunc(parts, func(a, b string) int {
		if n := strings.Count(a, "/") - strings.Count(b, "/"); n != 0 {
			return n
		}
		return strings.Compare(a, b)
	})
	return parts
}

// layoutFor returns the nearest layout above a page, "" when there is none.
func layoutFor(parsed map[string]*template.Template, page string) string {
	for dir := path.Dir(page); ; dir = path.Dir(dir) {
		if name := path.Join(dir, "layout"); parsed[name] != nil {
			return name
		}
		if dir == "." {
			return ""
		}
	}
}

package parse

import (
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode"

	"insider/internal/content/mistake"
	"insider/internal/show"
)

// shared are those of the site's own first segments below which a second one may be an alias: what lives there wins over it.
var shared = []string{"episodes", "articles", "stories", "letters", "topics", "people"}

// checkAlias returns an alias as it is kept: a clean path without trailing slash, percent signs resolved.
func checkAlias(s string) (string, *complaint) {
	alias, err := url.PathUnescape(s)
	switch {
	case err != nil, !strings.HasPrefix(alias, "/"), strings.ContainsAny(alias, "?#\\"), len(alias) > 300,
		strings.ContainsFunc(alias, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }):
		return "", &complaint{rule: mistake.BadAlias, sentence: fmt.Sprintf("The alias %q is no path of this site.", s), fix: "Write only the path of the old address, such as /2019/05/old-name."}
	}
	if alias != "/" {
		alias = strings.TrimSuffix(alias, "/")
	}
	if alias != path.Clean(alias) || alias == "/" {
		return "", &complaint{rule: mistake.BadAlias, sentence: fmt.Sprintf("The alias %q is no path that something else could have had.", s), fix: "Write the path of the old address, without doubled slashes and dots."}
	}
	if shadows(alias) {
		return "", &complaint{rule: mistake.ShadowedRoute, sentence: fmt.Sprintf("The site itself has something at %s.", alias), fix: "Delete the alias; it would never be reached."}
	}
	return alias, nil
}

// shadows reports whether the site itself answers at a path.
func shadows(alias string) bool {
	parts := strings.Split(strings.TrimPrefix(alias, "/"), "/")
	if !show.IsReserved(parts[0]) {
		return false
	}
	if len(parts) != 2 || !slices.Contains(shared, parts[0]) {
		return true
	}
	return parts[0] == "stories" && show.IsReservedStory(parts[1])
}

// complaint is a mistake whose place is not known yet.
type complaint struct{ rule, sentence, fix string }

package web

import (
	"slices"
	"strings"
)

// methodTable knows which methods have a route, by pattern.
type methodTable []methodRoute

type methodRoute struct{ method, pattern string }

func (t *methodTable) add(method, pattern string) {
	*t = append(*t, methodRoute{method, pattern})
}

// allowed returns the methods that have a route for the path, as Allow lists them, "" for none.
func (t methodTable) allowed(path string) string {
	var methods []string
	for _, r := range t {
		if matchesPattern(r.pattern, path) {
			methods = append(methods, r.method)
		}
	}
	slices.Sort(methods)
	return strings.Join(slices.Compact(methods), ", ")
}

// Patterns returns where the server answers, each pattern once: of routes, and the prefixes of mounts.
func (s *Server) Patterns() []string {
	var patterns []string
	for _, r := range s.methods {
		patterns = append(patterns, r.pattern)
	}
	for _, m := range s.mounts {
		patterns = append(patterns, m.prefix)
	}
	slices.Sort(patterns)
	return slices.Compact(patterns)
}

// matchesPattern compares segment by segment: ":name" is any one, "*name" is the rest.
func matchesPattern(pattern, path string) bool {
	for pattern != "" && path != "" {
		var want, have string
		want, pattern = cutSegment(pattern)
		have, path = cutSegment(path)
		if strings.HasPrefix(want, "/*") {
			return true
		}
		if want != have && !(strings.HasPrefix(want, "/:") && len(have) > 1) {
			return false
		}
	}
	return pattern == path
}

// cutSegment splits "/a/b" into "/a" and "/b".
func cutSegment(path string) (segment, rest string) {
	if i := strings.IndexByte(path[1:], '/'); i >= 0 {
		return path[:i+1], path[i+1:]
	}
	return path, ""
}

package web

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"insider/internal/edition"
)

// Class is a class of routes that share one policy of headers.
type Class int

// The classes. Their headers stand in policies below.
const (
	ClassPage      Class = iota // public page, the same for everybody
	ClassForm                   // public page that takes or shows something personal
	ClassDesk                   // the editors' desk
	ClassFeed                   // feeds and other machine-readable documents
	ClassCompanion              // transcripts and chapters, fetched by web players of other sites
	ClassAsset                  // static files under names that change with their content
	ClassMedia                  // audio, pictures and other files of items
	ClassEmbed                  // player shown in frames of other sites
)

// ThemeScript is the one inline script of the site: it sets the chosen theme before the first paint. Its hash is in the
// policy of pages; the template function "theme" writes it, so that the two cannot differ.
const ThemeScript = `try{const t=localStorage.getItem("theme");if(t==="light"||t==="dark")document.documentElement.dataset.theme=t}catch{}`

// policy is what every answer of a class carries.
type policy struct {
	csp      string // "{audio}" and "{pictures}" stand for the hosts of what lives elsewhere, "{theme}" for the hash of ThemeScript
	cache    string // Cache-Control
	referrer string
	corp     string // Cross-Origin-Resource-Policy
	isolated bool   // Cross-Origin-Opener-Policy: same-origin
	open     bool   // readable by scripts of any site (CORS)
	stored   bool   // caches may keep it: it has validators and is compressed
	part     bool   // part of nearly every page: its head is kept short, without what says something of documents or to other sites
}

const (
	pageCSP = "default-src 'none'; base-uri 'none'; connect-src 'self'; font-src 'self'; form-action 'self'; " +
		"frame-ancestors 'none'; img-src 'self' data:{pictures}; manifest-src 'self'; media-src 'self'{audio}; " +
		"script-src 'self' {theme}; style-src 'self'"
	embedCSP = "default-src 'none'; base-uri 'none'; connect-src 'self'; font-src 'self'; form-action 'none'; " +
		"frame-ancestors *; img-src 'self' data:; media-src 'self'{audio}; script-src 'self'; style-src 'self'"
	fileCSP  = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
	assetCSP = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'" // for who opens a picture by itself
	// A file opened by itself may show itself, by the browser's own player or viewer; sandbox would stop that for PDF.
	mediaCSP = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; img-src 'self'; media-src 'self'"
	feedCSP  = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; img-src 'self'; style-src 'self'; sandbox"

	permissions = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
)

// policies is the whole header policy of the site, by class.
var policies = [...]policy{
	ClassPage: {csp: pageCSP, cache: "public, max-age=0, must-revalidate", referrer: "strict-origin-when-cross-origin",
		corp: "same-origin", isolated: true, stored: true},
	ClassForm: {csp: pageCSP, cache: "no-store", referrer: "no-referrer", corp: "same-origin", isolated: true},
	ClassDesk: {csp: pageCSP, cache: "no-store", referrer: "strict-origin", corp: "same-origin", isolated: true},
	ClassFeed: {csp: feedCSP, cache: "public, max-age=300", referrer: "no-referrer", corp: "cross-origin", stored: true},
	ClassCompanion: {csp: fileCSP, cache: "public, max-age=300", referrer: "no-referrer", corp: "cross-origin",
		open: true, stored: true},
	ClassAsset: {csp: assetCSP, cache: "public, max-age=31536000, immutable", open: true, stored: true, part: true},
	ClassMedia: {csp: mediaCSP, cache: "public, max-age=3600", referrer: "no-referrer", corp: "cross-origin",
		open: true, stored: true},
	ClassEmbed: {csp: embedCSP, cache: "public, max-age=300", referrer: "no-referrer", corp: "cross-origin", stored: true},
}

// header is one header with its value in the form that http.Header keeps, so that setting it allocates nothing.
type header struct {
	name  string // canonical
	value []string
}

// classHeaders returns what every answer of the class carries while pages load this from elsewhere.
func classHeaders(c Class, from edition.Elsewhere) []header {
	p := policies[c]
	h := []header{
		{"Content-Security-Policy", []string{fillCSP(p.csp, from)}},
		{"X-Content-Type-Options", []string{"nosniff"}},
		{"Cache-Control", []string{p.cache}},
	}
	if p.open {
		h = append(h, header{"Access-Control-Allow-Origin", []string{"*"}})
	}
	if p.part {
		return h
	}
	h = append(h, header{"Referrer-Policy", []string{p.referrer}}, header{"Cross-Origin-Resource-Policy", []string{p.corp}},
		header{"Permissions-Policy", []string{permissions}})
	if p.isolated {
		h = append(h, header{"Cross-Origin-Opener-Policy", []string{"same-origin"}})
	}
	if p.open {
		h = append(h, header{"Access-Control-Expose-Headers", []string{"Accept-Ranges, Content-Length, Content-Range, ETag"}})
	}
	return h
}

func fillCSP(csp string, from edition.Elsewhere) string {
	sum := sha256.Sum256([]byte(ThemeScript))
	return strings.NewReplacer(
		"{audio}", hosts(from.Audio), "{pictures}", hosts(from.Pictures),
		"{theme}", "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'",
	).Replace(csp)
}

// maxHosts is how many bytes the origins of a kind may take in a header. Proxies take heads of 4 KiB in all by default, and
// clients give up at some size too: then no page could be read.
const maxHosts = 1 << 10

// hosts writes origins behind others; their schemes alone when they are too many.
func hosts(origins []string) string {
	var out strings.Builder
	schemes := " https:"
	for _, o := range origins {
		out.WriteString(" " + o)
		if strings.HasPrefix(o, "http:") {
			schemes = " https: http:"
		}
	}
	if out.Len() > maxHosts {
		return schemes
	}
	return out.String()
}

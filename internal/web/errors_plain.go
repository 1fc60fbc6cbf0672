package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"net/http"
	"strconv"
)

// Heading is what a page for a status says first.
func Heading(status int) string {
	if h, ok := headings[status]; ok {
		return h
	}
	return "That did not work."
}

var headings = map[int]string{
	http.StatusNotFound:              "Nothing is wired to this address.",
	http.StatusGone:                  "This was taken back.",
	http.StatusMethodNotAllowed:      "This address does not take that.",
	http.StatusForbidden:             "That is not allowed here.",
	http.StatusTooManyRequests:       "Too many at once.",
	http.StatusServiceUnavailable:    "Not just now.",
	http.StatusRequestEntityTooLarge: "That is too large.",
	http.StatusInternalServerError:   "Something broke here.",
}

// plainStyle is all that the plain page looks like: the reader's own colours, light or dark, and faces that are there.
const plainStyle = `:root{color-scheme:light dark}` +
	`body{max-width:39rem;margin:12vh auto;padding:0 1.25rem;background:Canvas;color:CanvasText;font:1.125rem/1.6 Georgia,serif}` +
	`h1{margin:.5rem 0;font:600 2.5rem/1.05 "Arial Narrow",Arial,sans-serif}` +
	`p{margin:0 0 1rem}` +
	`.mono{font:.875rem/1.5 monospace}` +
	`a{display:inline-block;padding:.5rem 0;color:inherit}` +
	`.skip{position:absolute;top:-10rem}.skip:focus{top:.5rem}` +
	`:focus-visible{outline:3px solid;outline-offset:3px}`

// plain is the page for when something is broken, or there is too much of something: it needs nothing but itself.
var plain = template.Must(template.New("error").Parse(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{{.Status}}: {{.Heading}}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<style>` + plainStyle + `</style>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<main id="main">
<p class="mono">HTTP {{.Status}}</p>
<h1>{{.Heading}}</h1>
<p>{{.Sentence}}</p>
<p class="mono">Request {{.Request}}</p>
<p><a href="{{.Home}}">To the front page</a></p>
</main>
</body>
</html>
`))

// plainCSP allows the plain page its style and nothing else.
var plainCSP = func() string {
	sum := sha256.Sum256([]byte(plainStyle))
	return "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; style-src 'sha256-" +
		base64.StdEncoding.EncodeToString(sum[:]) + "'"
}()

func (s *Server) plainPage(r *http.Request, status int, err error) *Response {
	var out bytes.Buffer
	data := struct{ Status, Heading, Sentence, Request, Home string }{
		strconv.Itoa(status), Heading(status), Sentence(err), RequestID(r), s.root + "/",
	}
	if err := plain.Execute(&out, data); err != nil {
		panic(err) // five strings always fit
	}
	resp := Page(out.Bytes())
	resp.Header = http.Header{"Content-Security-Policy": {plainCSP}}
	return resp
}

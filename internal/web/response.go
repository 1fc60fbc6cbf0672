package web

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"sync"
	"time"

	"insider/internal/edition"

	"github.com/gin-gonic/gin"
)

// Request is all that a Build may look at.
type Request struct {
	Edition *edition.Edition
	Page    int    // ?page=N, 1 without it; a value that is no such number was answered by 404
	Path    string // within the site, without the base URL's path
	params  gin.Params
	query   map[string]string // declared parameters only
}

// Param returns the part of the path that matched the name in the route's pattern.
func (r *Request) Param(name string) string { return r.params.ByName(name) }

// Query returns the value of a parameter that the route declared, "" when it is absent.
func (r *Request) Query(name string) string { return r.query[name] }

// Response is a whole answer. It belongs to the kernel once returned.
type Response struct {
	Status   int         // 0: 200
	Type     string      // Content-Type
	Body     []byte      // whole
	Modified time.Time   // Last-Modified; zero: none
	Header   http.Header // further headers; they win over those of the class
}

// Page returns an HTML answer.
func Page(body []byte) *Response { return &Response{Type: "text/html; charset=utf-8", Body: body} }

// Moved returns a redirect as Redirect writes it.
func (s *Server) Moved(path string, status int) *Response {
	return &Response{Status: status, Header: http.Header{"Location": {s.location(path)}}}
}

// variant is a response in one encoding with all its headers computed.
type variant struct {
	headers     []header
	notModified []header // of the 304
	etag        string   // "" when the answer has no validators
	body        []byte
}

// answer is a response ready to be sent: plain and, where it pays, compressed.
type answer struct {
	status      int
	plain, gzip *variant        // gzip may be nil
	brotli      func() *variant // made when first asked for, for it takes longer; nil, or returns nil, where it does not pay
	modified    time.Time
}

// prepare computes the variants of resp under the headers of a class. One that is kept has a level of Brotli; 0 is none.
func prepare(resp *Response, base []header, stored bool, level int) *answer {
	a := &answer{status: resp.Status, modified: resp.Modified.UTC().Truncate(time.Second)}
	if a.status == 0 {
		a.status = http.StatusOK
	}
	stored = stored && a.status == http.StatusOK
	common := mergeHeaders(base, resp, stored)
	a.plain = newVariant(common, resp.Body, "", stored)
	if stored && compressible(resp.Type) {
		if packed := compress(resp.Body); packed != nil {
			a.gzip = newVariant(common, packed, "gzip", stored)
			if level > 0 && len(resp.Body) < largeBody {
				a.brotli = sync.OnceValue(func() *variant { return brotliVariant(common, resp.Body, level, len(packed)) })
			}
		}
	}
	return a
}

// brotliVariant returns body in Brotli when that is smaller than most bytes.
func brotliVariant(common []header, body []byte, level, most int) *variant {
	packed := compressBrotli(body, level)
	if packed == nil || len(packed) >= most {
		return nil
	}
	return newVariant(common, packed, "br", true)
}

// preferred is the variant that a client with these Accept-Encoding headers likes best.
func (a *answer) preferred(values []string) *variant {
	if a.gzip == nil {
		return a.plain
	}
	br, gz := accepted(values)
	if br && a.brotli != nil {
		if v := a.brotli(); v != nil {
			return v
		}
	}
	if gz {
		return a.gzip
	}
	return a.plain
}

func mergeHeaders(base []header, resp *Response, stored bool) []header {
	h := make([]header, 0, len(base)+8)
	for _, x := range base {
		if _, own := resp.Header[x.name]; !own {
			h = append(h, x)
		}
	}
	for name, value := range resp.Header {
		h = append(h, header{http.CanonicalHeaderKey(name), value})
	}
	if resp.Type != "" {
		h = append(h, header{"Content-Type", []string{resp.Type}})
	}
	if stored && compressible(resp.Type) {
		h = append(h, header{"Vary", append([]string{"Accept-Encoding"}, resp.Header["Vary"]...)})
	}
	if stored && !resp.Modified.IsZero() {
		h = append(h, header{"Last-Modified", []string{resp.Modified.UTC().Format(http.TimeFormat)}})
	}
	return h
}

func newVariant(common []header, body []byte, encoding string, stored bool) *variant {
	v := &variant{body: body}
	v.headers = append(make([]header, 0, len(common)+3), common...)
	if stored {
		sum := sha256.Sum256(body)
		v.etag = `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
		v.headers = append(v.headers, header{"Etag", []string{v.etag}})
		v.notModified = withoutType(v.headers)
	}
	if encoding != "" {
		v.headers = append(v.headers, header{"Content-Encoding", []string{encoding}})
	}
	v.headers = append(v.headers, header{"Content-Length", []string{strconv.Itoa(len(body))}})
	return v
}

func withoutType(headers []header) []header {
	out := make([]header, 0, len(headers))
	for _, x := range headers {
		if x.name != "Content-Type" {
			out = append(out, x)
		}
	}
	return out
}

// send writes the answer as the request's conditions and encodings ask, and returns its status.
func (a *answer) send(w http.ResponseWriter, r *http.Request) (status int) {
	v := a.preferred(r.Header["Accept-Encoding"])
	h := w.Header()
	if v.etag != "" && unchanged(r.Header, v.etag, a.modified) {
		for _, x := range v.notModified {
			h[x.name] = x.value
		}
		w.WriteHeader(http.StatusNotModified)
		return http.StatusNotModified
	}
	for _, x := range v.headers {
		h[x.name] = x.value
	}
	w.WriteHeader(a.status)
	if r.Method != http.MethodHead {
		giveTime(w, len(v.body))
		_, _ = w.Write(v.body) // an error means that the client is gone: there is nobody to tell
	}
	return a.status
}

// slowest is how slowly a client may take a large answer, in bytes a second.
const slowest = 16 << 10

// giveTime moves the write deadline for an answer that a slow client cannot take within the server's own time-out, such as
// the feed of a large show. It may fail on writers without deadlines: then nothing is cut either.
func giveTime(w http.ResponseWriter, size int) {
	if need := time.Duration(size/slowest) * time.Second; need > writeTimeout/2 {
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(writeTimeout + need))
	}
}

// Write sends resp uncached, with the headers, encodings and conditions of its class.
func (s *Server) Write(w http.ResponseWriter, r *http.Request, class Class, resp *Response) error {
	stored := policies[class].stored && (r.Method == http.MethodGet || r.Method == http.MethodHead)
	prepare(resp, s.state().headers[class], stored, 0).send(w, r)
	return nil
}

package web

import (
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// File is a file to be sent. Body is at its start; an *os.File goes out by sendfile.
type File struct {
	Type     string // MIME type
	ETag     string // strong, quoted
	Modified time.Time
	Body     io.ReadSeeker
}

const (
	maxRanges  = 8                // of one request; more are answered by the whole file
	stallLimit = 60 * time.Second // how long a client may take for one piece
	piece      = 256 << 10        // bytes between two extensions of the write deadline
)

// Sent is what went out of a file.
type Sent struct {
	Status int
	Length int64 // of the body as announced, -1 when it was not
	Bytes  int64 // of the body that left this machine; less than Length when the client left before
}

// ServeFile answers with a file: HEAD, Range, If-Range and conditions as RFC 9110 has them, 416 for a range outside. As
// long as the client takes a piece a minute the answer is not cut, however long it lasts. It is for handlers of Mount.
func ServeFile(w http.ResponseWriter, r *http.Request, f File) Sent {
	h := w.Header()
	h["Content-Type"] = []string{f.Type}
	h["Etag"] = []string{f.ETag}
	mendRange(r.Header)
	paced := &pacedWriter{ResponseWriter: w, control: http.NewResponseController(w), limit: stallLimit}
	http.ServeContent(paced, r, "", f.Modified, f.Body)
	if c := callOf(r); c != nil && paced.unread != nil {
		c.server.options.Log.LogAttrs(r.Context(), slog.LevelError, "a file could not be read to its end", slog.String("id", c.id), slog.Any("error", paced.unread))
	}
	return paced.result(r)
}

// mendRange changes what http.ServeContent would answer wrongly: many ranges, which cost more than the file, and the last
// 0 bytes, which no file can give (RFC 9110, 14.1.2).
func mendRange(h http.Header) {
	asked := h.Get("Range")
	if strings.Count(asked, ",") >= maxRanges {
		h.Del("Range")
		return
	}
	if suffix, ok := strings.CutPrefix(asked, "bytes=-"); ok && suffix != "" && strings.Trim(suffix, "0") == "" {
		h.Set("Range", "bytes=9223372036854775807-")
	}
}

// pacedWriter extends the write deadline with every piece that goes out, and counts what did.
type pacedWriter struct {
	http.ResponseWriter
	control *http.ResponseController
	limit   time.Duration // for one piece
	status  int
	sent    int64
	failed  bool  // the client took no more
	unread  error // the file gave no more, so that the answer is cut
}

// WriteHeader sends the header.
func (w *pacedWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Write sends p.
func (w *pacedWriter) Write(p []byte) (int, error) {
	w.extend()
	n, err := w.ResponseWriter.Write(p)
	w.sent += int64(n)
	w.failed = w.failed || err != nil
	return n, err
}

// ReadFrom sends src piece by piece. Each piece is the very *io.LimitedReader over the file that the connection's fast
// path asks for.
func (w *pacedWriter) ReadFrom(src io.Reader) (sent int64, err error) {
	limited, announced := src.(*io.LimitedReader)
	if !announced {
		limited = &io.LimitedReader{R: src, N: 1<<63 - 1}
	}
	for limited.N > 0 {
		if sent > 0 { // the first piece has the server's own deadline
			w.extend()
		}
		part := &io.LimitedReader{R: limited.R, N: min(limited.N, piece)}
		n, err := io.Copy(w.ResponseWriter, part)
		sent += n
		w.sent += n
		w.failed = w.failed || err != nil
		limited.N -= n
		ended := err == nil && part.N > 0
		if ended && announced {
			err = io.ErrUnexpectedEOF // it was cut while it was sent
		}
		if err != nil || ended {
			w.noteUnread(err)
			return sent, err
		}
	}
	return sent, nil
}

// noteUnread remembers an error of the file; those of the client are its own affair.
func (w *pacedWriter) noteUnread(err error) {
	var file *fs.PathError
	if errors.As(err, &file) || errors.Is(err, syscall.EIO) || errors.Is(err, io.ErrUnexpectedEOF) {
		w.unread = err
	}
}

// result tells what left this machine. When the client left, the kernel may hold megabytes that it took and never sent.
func (w *pacedWriter) result(r *http.Request) Sent {
	s := Sent{Status: w.status, Length: -1, Bytes: w.sent}
	if s.Status == 0 {
		s.Status = http.StatusOK
	}
	if n, err := strconv.ParseInt(w.Header().Get("Content-Length"), 10, 64); err == nil {
		s.Length = n
	}
	switch {
	case r.Method == http.MethodHead:
		s.Bytes = 0 // net/http takes a body and drops it
	case w.failed || r.Context().Err() != nil:
		s.Bytes = max(0, s.Bytes-unsent(r, w.failed))
	}
	return s
}

// extend may fail on writers without deadlines, such as a test's recorder: then nothing is cut either.
func (w *pacedWriter) extend() { _ = w.control.SetWriteDeadline(time.Now().Add(w.limit)) }

package web

import (
	"io"
	"net/http"
)

// writer remembers the status of an answer. It keeps ReadFrom, so that files still go out by sendfile.
type writer struct {
	http.ResponseWriter
	status int
}

// WriteHeader sends the header once; informational statuses pass.
func (w *writer) WriteHeader(status int) {
	if w.status != 0 {
		return
	}
	if status >= 200 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write sends part of the body.
func (w *writer) Write(p []byte) (int, error) {
	w.begin()
	return w.ResponseWriter.Write(p)
}

// ReadFrom sends src by the connection's own fast path.
func (w *writer) ReadFrom(src io.Reader) (int64, error) {
	w.begin()
	return io.Copy(w.ResponseWriter, src)
}

// Unwrap gives http.ResponseController the connection's writer.
func (w *writer) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *writer) begin() {
	if w.status == 0 {
		w.WriteHeader(http.StatusOK)
	}
}

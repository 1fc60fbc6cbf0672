package web

import (
	"bytes"
	"io"
	"net"
	"time"
)

// strictListener gives connections that have a place in a crowd, whose headers have no more than maxHeaderFields, and whose every error
// answer carries strict headers: net/http writes those for requests that it cannot read (400, 417, 431, 501) without asking a handler.
// What runs by TLS cannot be looked into here.
type strictListener struct {
	net.Listener
	sealed bool // TLS comes above
}

// Accept waits for the next connection.
func (l strictListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &strictConn{Conn: c, sealed: l.sealed}, nil
}

type strictConn struct {
	net.Conn
	sealed bool
	fields fieldCount
	many   bool // fields came
	place  place
	share  int // bytes that the kernel takes and cannot send; 0: its own choice
}

// Read reads on unless the header has too many fields.
func (c *strictConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if !c.sealed && c.fields.over(p[:n]) {
		c.many = true
		return 0, errManyFields
	}
	return n, err
}

var (
	tooManyFields = []byte("HTTP/1.1 431 Request Header Fields Too Large")
	refusal       = []byte("\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n")
	strictLine    = []byte("\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\nCache-Control: no-store" +
		"\r\nContent-Security-Policy: " + fileCSP)
)

// Write sends p, with the strict headers added when it is one of net/http's own refusals: a short answer in one write
// that begins with its status and has exactly their headers.
func (c *strictConn) Write(p []byte) (int, error) {
	if len(p) > 512 || !bytes.HasPrefix(p, []byte("HTTP/1.1 ")) {
		return c.Conn.Write(p)
	}
	end := bytes.Index(p, []byte("\r\n"))
	if end < 0 || !bytes.HasPrefix(p[end:], refusal) && !bytes.HasPrefix(p, []byte("HTTP/1.1 417 ")) {
		return c.Conn.Write(p)
	}
	if c.many {
		return len(p), c.refuseFields()
	}
	n, err := c.Conn.Write(bytes.Join([][]byte{p[:end], strictLine, p[end:]}, nil))
	return min(n, len(p)), err
}

// refuseFields answers 431 and takes in a little of what still comes: a connection that ends with bytes unread is reset, and the
// answer lost with it.
func (c *strictConn) refuseFields() error {
	if _, err := c.Conn.Write(bytes.Join([][]byte{tooManyFields, strictLine, refusal, tooManyFields[len("HTTP/1.1 "):]}, nil)); err != nil {
		return err
	}
	_ = c.SetReadDeadline(time.Now().Add(500 * time.Millisecond))
	if c.CloseWrite() == nil {
		_, _ = io.CopyN(io.Discard, c.Conn, 256<<10)
	}
	return nil
}

// ReadFrom keeps the connection's own fast path from a file.
func (c *strictConn) ReadFrom(src io.Reader) (int64, error) {
	if fast, ok := c.Conn.(io.ReaderFrom); ok {
		return fast.ReadFrom(src)
	}
	return io.Copy(struct{ io.Writer }{c.Conn}, src)
}

// CloseWrite tells the client that nothing more comes, so that it reads the answer to what it still sends.
func (c *strictConn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

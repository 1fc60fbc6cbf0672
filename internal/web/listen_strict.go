package web

import (
	"bytes"
	"io"
	"net"
)

// strictListener gives connections whose every error answer carries strict headers: net/http writes those for requests
// that it cannot read (400, 417, 431, 501) without asking a handler.
type strictListener struct{ net.Listener }

// Accept waits for the next connection.
func (l strictListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return strictConn{c}, nil
}

type strictConn struct{ net.Conn }

var (
	refusal    = []byte("\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n")
	strictLine = []byte("\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\nCache-Control: no-store" +
		"\r\nContent-Security-Policy: " + fileCSP)
)

// Write sends p, with the strict headers added when it is one of net/http's own refusals: a short answer in one write
// that begins with its status and has exactly their headers.
func (c strictConn) Write(p []byte) (int, error) {
	if len(p) > 512 || !bytes.HasPrefix(p, []byte("HTTP/1.1 ")) {
		return c.Conn.Write(p)
	}
	end := bytes.Index(p, []byte("\r\n"))
	if end < 0 || !bytes.HasPrefix(p[end:], refusal) && !bytes.HasPrefix(p, []byte("HTTP/1.1 417 ")) {
		return c.Conn.Write(p)
	}
	n, err := c.Conn.Write(bytes.Join([][]byte{p[:end], strictLine, p[end:]}, nil))
	return min(n, len(p)), err
}

// ReadFrom keeps the connection's own fast path from a file.
func (c strictConn) ReadFrom(src io.Reader) (int64, error) {
	if fast, ok := c.Conn.(io.ReaderFrom); ok {
		return fast.ReadFrom(src)
	}
	return io.Copy(struct{ io.Writer }{c.Conn}, src)
}

// CloseWrite tells the client that nothing more comes, so that it reads the answer to what it still sends.
func (c strictConn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

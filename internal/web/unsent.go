package web

import (
	"context"
	"net"
	"net/http"
	"syscall"
)

// A kernel takes a megabyte and more for a connection whose client reads slowly: a thousand of them took the two gigabytes that this
// one gives to all connections, and then it drops what others send. So the more are being answered, the less is taken for each.
const (
	unsentRoom  = 16 << 20 // bytes for all of them; those who came when they were fewer have more
	unsentLeast = 16 << 10
	unsentMost  = 1 << 20
)

// unsentShare is what is taken for one of so many, a power of two.
func unsentShare(busy int) int {
	share := unsentMost
	for share > unsentLeast && share*busy > unsentRoom {
		share /= 2
	}
	return share
}

// shareUnsent sets what the kernel takes for the connection.
func (c *strictConn) shareUnsent(share int) {
	s, ok := c.Conn.(syscall.Conn)
	if share == c.share || !ok {
		return
	}
	c.share = share
	if raw, err := s.SyscallConn(); err == nil {
		_ = raw.Control(func(fd uintptr) { keepUnsent(int(fd), share) })
	}
}

type connKey struct{}

// withConn lets a request know its connection.
func withConn(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, c)
}

// unsent returns how many bytes the kernel took for the request's connection that a client who left never confirmed. failed
// says that a write showed that it left; otherwise it may only have said that it sends no more. It is 0 where the system
// does not tell.
func unsent(r *http.Request, failed bool) int64 {
	c, _ := r.Context().Value(connKey{}).(net.Conn)
	strict := strictOf(c)
	if strict == nil {
		return 0
	}
	s, ok := strict.Conn.(syscall.Conn)
	if !ok {
		return 0
	}
	raw, err := s.SyscallConn()
	if err != nil {
		return 0
	}
	n := 0
	err = raw.Control(func(fd uintptr) {
		if failed || isReset(int(fd)) {
			n = outputQueue(int(fd))
		}
	})
	if err != nil {
		return 0
	}
	return int64(n)
}

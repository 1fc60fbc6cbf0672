package web

import (
	"context"
	"net"
	"net/http"
	"syscall"
)

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

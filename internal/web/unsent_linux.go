package web

import "golang.org/x/sys/unix"

// outputQueue is SIOCOUTQ: bytes written to the socket and not yet acknowledged (tcp(7)). They still stand there after the
// client reset the connection.
func outputQueue(fd int) int {
	n, err := unix.IoctlGetInt(fd, unix.SIOCOUTQ)
	if err != nil {
		return 0
	}
	return n
}

// keepUnsent lets the kernel take no more for the socket than that many bytes that it cannot send yet (tcp(7)).
func keepUnsent(fd, most int) {
	_ = unix.SetsockoptInt(fd, unix.IPPROTO_TCP, unix.TCP_NOTSENT_LOWAT, most) // a unix socket has no such thing, nor needs it
}

// isReset says that the connection is over in both directions.
func isReset(fd int) bool {
	const tcpClose = 7 // TCP_CLOSE
	info, err := unix.GetsockoptTCPInfo(fd, unix.IPPROTO_TCP, unix.TCP_INFO)
	return err == nil && info.State == tcpClose
}

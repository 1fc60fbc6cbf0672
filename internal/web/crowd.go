package web

import (
	"container/list"
	"crypto/tls"
	"net"
	"net/http"
	"sync"
)

// mostConnections are open at one moment, where the system gives as many descriptors twice over: the other half is for files.
const mostConnections = 4096

// crowd is who is connected: those who wait (for the end of their request's header, or with an idle connection) and those who are
// being answered. When one too many comes, the larger group loses whoever is longest in it. So slow connections make room for each
// other, and no number of them keeps readers out: a newcomer is asked to leave only when as many came after it.
type crowd struct {
	most int

	mu            sync.Mutex
	waiting, busy list.List // of *strictConn, the longest there in front
	cut           int       // how many had to make room
}

// place is where a connection stands in the crowd. It belongs to the crowd.
type place struct {
	among *list.List // nil: it left
	at    *list.Element
}

func newCrowd() *crowd { return &crowd{most: max(min(mostConnections, descriptors()/2), 2)} }

// moved is the hook for net/http's states of a connection.
func (c *crowd) moved(conn net.Conn, state http.ConnState) {
	s := strictOf(conn)
	if s == nil {
		return
	}
	switch state {
	case http.StateNew, http.StateIdle:
		s.fields.begin()
		c.put(s, &c.waiting)
	case http.StateActive:
		s.shareUnsent(unsentShare(c.put(s, &c.busy)))
	default:
		c.put(s, nil)
	}
	if state == http.StateNew {
		c.makeRoom()
	}
}

// put moves a connection to the end of a group and returns how many are in it; nil is out of the door, and who left stays away.
func (c *crowd) put(s *strictConn, to *list.List) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	if s.place.among != nil {
		s.place.among.Remove(s.place.at)
	} else if s.place.at != nil {
		return 0
	}
	s.place.among = to
	if to == nil {
		return 0
	}
	s.place.at = to.PushBack(s)
	return to.Len()
}

func (c *crowd) makeRoom() {
	c.mu.Lock()
	from := &c.waiting
	if c.busy.Len() > from.Len() {
		from = &c.busy
	}
	full := c.waiting.Len()+c.busy.Len() > c.most
	var s *strictConn
	if full {
		s = from.Remove(from.Front()).(*strictConn)
		s.place.among = nil
		c.cut++
	}
	c.mu.Unlock()
	if full {
		_ = s.Close() // what reads or writes there ends
	}
}

// usage returns how many are connected, and how many had to make room.
func (c *crowd) usage() (connected, cut int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.waiting.Len() + c.busy.Len(), c.cut
}

// strictOf finds our connection below what net/http has of it, nil when it is none of ours.
func strictOf(conn net.Conn) *strictConn {
	if t, ok := conn.(*tls.Conn); ok {
		conn = t.NetConn()
	}
	s, _ := conn.(*strictConn)
	return s
}

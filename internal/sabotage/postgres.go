package sabotage

import (
	"bufio"
	"io"
	"net"
	"sync"
)

// Statement is what a program asks of PostgreSQL before it waits for an answer.
type Statement struct {
	Text   string // SQL, also of a statement that was prepared before; "" when the program connects
	Within string // the statement that began the transaction it is in; "" outside one
}

// Fate is what becomes of a statement.
type Fate int

// Fates of a statement. A program that connects is answered, reset, or hears nothing.
const (
	Answered     Fate = iota // PostgreSQL does it and its answer comes
	Refused                  // PostgreSQL fails at it, with io_error; a transaction that it is in fails with it
	Unheard                  // the connection is reset before PostgreSQL hears of it
	Unanswered               // PostgreSQL does it, and the connection is reset before the answer comes
	HalfAnswered             // PostgreSQL does it, and the connection is reset in the middle of the answer
	Silent                   // PostgreSQL does it, and nothing comes over this connection any more
)

// StatementJudge says what becomes of a statement. It is asked by one goroutine at a time, and the program waits for its answer.
type StatementJudge func(Statement) Fate

// Postgres stands between a program and its PostgreSQL. Its methods may be called at any time, from any goroutine.
type Postgres struct {
	listener net.Listener

	mu     sync.Mutex
	target string // path of a socket
	judge  StatementJudge
	open   map[*conversation]bool
}

// BesidePostgres listens on a port of this machine for programs that shall reach the PostgreSQL at a Unix socket. Encryption is
// refused, as PostgreSQL does at a socket.
func BesidePostgres(socket string) (*Postgres, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &Postgres{listener: l, target: socket, open: map[*conversation]bool{}}
	go p.accept()
	return p, nil
}

// Addr is where a program finds it, as host and port.
func (p *Postgres) Addr() (host, port string) {
	host, port, _ = net.SplitHostPort(p.listener.Addr().String())
	return host, port
}

// Judge sets who decides about each statement from now on; nil lets all through. When it returns, nobody who decided before
// still does.
func (p *Postgres) Judge(j StatementJudge) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.judge = j
}

// Turn leads whoever connects from now on to another PostgreSQL, and resets every connection, as a failover does.
func (p *Postgres) Turn(socket string) {
	p.mu.Lock()
	p.target = socket
	p.mu.Unlock()
	p.reset()
}

// Close resets every connection and takes no more.
func (p *Postgres) Close() error {
	err := p.listener.Close()
	p.reset()
	return err
}

func (p *Postgres) reset() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.open {
		c.reset()
	}
}

func (p *Postgres) accept() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		go p.converse(client.(*net.TCPConn))
	}
}

// converse leads one connection from its beginning to its end.
func (p *Postgres) converse(client *net.TCPConn) {
	c := &conversation{postgres: p, client: client, from: bufio.NewReader(client), prepared: map[string]string{}}
	defer c.reset()
	first, err := c.greeting()
	if err != nil {
		return
	}
	switch p.fate(Statement{}) {
	case Answered:
	case Silent:
		_, _ = io.Copy(io.Discard, client) // until the program gives up
		return
	default:
		return
	}
	p.mu.Lock()
	target := p.target
	p.mu.Unlock()
	if c.server, err = net.Dial("unix", target); err != nil {
		return
	}
	p.mu.Lock()
	p.open[c] = true
	p.mu.Unlock()
	defer func() { p.mu.Lock(); defer p.mu.Unlock(); delete(p.open, c) }()
	if _, err := c.server.Write(first); err != nil {
		return
	}
	ended := make(chan struct{})
	go func() { defer close(ended); c.answer(); c.reset() }()
	c.ask()
	c.reset()
	<-ended
}

func (p *Postgres) fate(s Statement) Fate {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.judge == nil {
		return Answered
	}
	return p.judge(s)
}

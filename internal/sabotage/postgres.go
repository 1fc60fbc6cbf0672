package sabotage

import (
	"bufio"
	"cmp"
	"io"
	"net"
	"net/url"
	"path/filepath"
	"sync"
)

// Statement is what a program asks of PostgreSQL before it waits for an answer.
type Statement struct {
	Text   string // SQL, also of a statement that was prepared before; "" when the program connects
	Within string // the statement that began the transaction it is in; "" outside one
	Before string // what that transaction asked since then, a statement a line; preparing one is asking too
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
	url      url.URL

	mu     sync.Mutex
	target address
	judge  StatementJudge
	open   map[*conversation]bool
}

// address is where a PostgreSQL listens.
type address struct{ network, name string }

// addressOf reads it from a URL, in which a socket is the host of the query.
func addressOf(u *url.URL) address {
	if dir := u.Query().Get("host"); dir != "" {
		return address{"unix", filepath.Join(dir, ".s.PGSQL."+cmp.Or(u.Query().Get("port"), "5432"))}
	}
	return address{"tcp", net.JoinHostPort(u.Hostname(), cmp.Or(u.Port(), "5432"))}
}

// BesidePostgres listens on a port of this machine for programs that shall reach the PostgreSQL at a URL. It declines to encrypt.
func BesidePostgres(server string) (*Postgres, error) {
	u, err := url.Parse(server)
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &Postgres{listener: l, url: *u, target: addressOf(u), open: map[*conversation]bool{}}
	q := u.Query()
	q.Del("host")
	q.Del("port")
	p.url.Host, p.url.RawQuery = l.Addr().String(), q.Encode()
	if p.url.User == nil && q.Has("user") {
		p.url.User = url.User(q.Get("user"))
	}
	go p.accept()
	return p, nil
}

// URL is the one it was made for, by way of it.
func (p *Postgres) URL() string { return p.url.String() }

// Judge sets who decides about each statement from now on; nil lets all through. When it returns, nobody who decided before
// still does.
func (p *Postgres) Judge(j StatementJudge) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.judge = j
}

// Turn leads whoever connects from now on to the PostgreSQL at another URL, and resets every connection, as a failover does.
func (p *Postgres) Turn(server string) error {
	u, err := url.Parse(server)
	if err != nil {
		return err
	}
	p.mu.Lock()
	p.target = addressOf(u)
	p.mu.Unlock()
	p.reset()
	return nil
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
	if c.server, err = net.Dial(target.network, target.name); err != nil {
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

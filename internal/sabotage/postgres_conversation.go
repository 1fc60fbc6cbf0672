package sabotage

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"strings"
	"sync/atomic"
)

// conversation is one connection of a program with PostgreSQL, message by message (PostgreSQL, "Frontend/Backend Protocol").
type conversation struct {
	postgres *Postgres
	client   *net.TCPConn
	server   net.Conn // nil before the program has said what it wants
	from     *bufio.Reader
	prepared map[string]string // text of statements by their names
	began    string            // what the open transaction began with
	since    string            // what it asked since then
	doomed   atomic.Int32      // the Fate of the answer that is awaited
}

// Requests that can come before a connection is one.
const (
	requestSSL    = 80877103
	requestGSSEnc = 80877104
)

// maxMessage bounds a message: none of a test is as long.
const maxMessage = 64 << 20

var errMessage = errors.New("sabotage: no message of PostgreSQL's protocol")

// greeting reads the first message, which has no type, and declines to encrypt.
func (c *conversation) greeting() ([]byte, error) {
	for {
		message, err := body(c.from, nil)
		if err != nil || len(message) < 8 {
			return nil, errors.Join(err, errMessage)
		}
		switch binary.BigEndian.Uint32(message[4:]) {
		case requestSSL, requestGSSEnc:
			if _, err := c.client.Write([]byte("N")); err != nil {
				return nil, err
			}
		default:
			return message, nil
		}
	}
}

// message reads a message with its type.
func message(r *bufio.Reader) ([]byte, error) {
	kind, err := r.ReadByte()
	if err != nil {
		return nil, err
	}
	return body(r, []byte{kind})
}

// body reads the length of a message and what it has of it.
func body(r *bufio.Reader, head []byte) ([]byte, error) {
	length, err := r.Peek(4)
	if err != nil {
		return nil, err
	}
	n := int(binary.BigEndian.Uint32(length))
	if n < 4 || n > maxMessage {
		return nil, errMessage
	}
	m := append(head, make([]byte, n)...)
	_, err = io.ReadFull(r, m[len(head):])
	return m, err
}

// ask hands over what the program asks, each time until it waits for an answer.
func (c *conversation) ask() {
	var asked []byte
	var s Statement
	for {
		m, err := message(c.from)
		if err != nil {
			return
		}
		asked = append(asked, m...)
		switch m[0] {
		case 'P': // Parse: a name, then the text
			name, rest, _ := bytes.Cut(m[5:], []byte{0})
			text, _, _ := bytes.Cut(rest, []byte{0})
			c.prepared[string(name)], s.Text = string(text), string(text)
		case 'B': // Bind: a portal, then the name of a statement
			_, rest, _ := bytes.Cut(m[5:], []byte{0})
			name, _, _ := bytes.Cut(rest, []byte{0})
			s.Text = c.prepared[string(name)]
		case 'Q': // Query
			s.Text = string(bytes.TrimRight(m[5:], "\x00"))
		case 'p', 'X': // a password; Terminate: nothing is answered
			if _, err := c.server.Write(asked); err != nil {
				return
			}
			asked = nil
			continue
		}
		if m[0] != 'Q' && m[0] != 'S' { // Sync ends what began with Parse or Bind
			continue
		}
		s.Within, s.Before = c.began, c.since
		f := c.postgres.fate(s)
		if f == Refused && s.Text == "" {
			f = Answered // PostgreSQL never fails at forgetting a statement
		}
		if !c.meet(f, asked) {
			return
		}
		c.note(s.Text)
		asked, s = nil, Statement{}
	}
}

// note keeps what was asked for as long as its transaction lasts.
func (c *conversation) note(text string) {
	switch word, _, _ := strings.Cut(strings.ToLower(text), " "); {
	case word == "begin":
		c.began = text
	case word == "commit" || word == "rollback":
		c.began, c.since = "", ""
	case c.began != "":
		c.since += text + "\n"
	}
}

// meet does to a statement what was decided. It returns false when the connection shall end.
func (c *conversation) meet(f Fate, asked []byte) bool {
	switch f {
	case Unheard:
		return false
	case Refused:
		asked = failing
	}
	c.doomed.Store(int32(f))
	_, err := c.server.Write(asked)
	return err == nil
}

// failing is a Query at which PostgreSQL fails.
var failing = func() []byte {
	text := "DO $$BEGIN RAISE EXCEPTION 'sabotage' USING ERRCODE = 'io_error'; END$$\x00"
	return append(binary.BigEndian.AppendUint32([]byte("Q"), uint32(4+len(text))), text...)
}()

// answer hands over what PostgreSQL answers, until an answer that shall not come has come.
func (c *conversation) answer() {
	r := bufio.NewReader(c.server)
	halved := false
	for {
		m, err := message(r)
		if err != nil {
			return
		}
		f := Fate(c.doomed.Load())
		if f == Silent {
			continue
		}
		lost := f == Unanswered || f == HalfAnswered
		if lost && m[0] == 'Z' { // ReadyForQuery: it is done
			return
		}
		if f == HalfAnswered && !halved {
			halved, m, lost = true, m[:(len(m)+1)/2], false
		}
		if lost {
			continue
		}
		if _, err := c.client.Write(m); err != nil {
			return
		}
	}
}

// reset ends both connections; the program's breaks off at once, with what it has not read yet.
func (c *conversation) reset() {
	_ = c.client.SetLinger(0)
	_ = c.client.Close()
	if c.server != nil {
		_ = c.server.Close()
	}
}

// Package account says who may work at the desk: users, the links that sign them in, and their sessions.
//
// It owns roles, the life of links and sessions, and the rule that nobody learns from it whose address is known. It keeps
// no passwords, no network addresses and no user agents. Rows are store's, cookies are desk's.
package account

import (
	"context"
	"strconv"
	"strings"
	"time"
)

// Role is what a user may do.
type Role string

// The roles. Writers will write drafts, and may do nothing at the desk as it is; editors work the inbox; owners also say who is
// an editor.
const (
	Owner  Role = "owner"
	Editor Role = "editor"
	Writer Role = "writer"
)

// User is somebody who may sign in at the desk.
type User struct {
	ID      int64
	Email   string
	Role    Role
	Created time.Time
	Seen    time.Time // last sign-in; zero before the first
}

// worksHere reports whether the desk is open to the user: a role that is not named here opens nothing.
func (u User) worksHere() bool { return u.Role == Owner || u.Role == Editor }

// Actor is the user's name in the audit: no address, so that the chain need not change when a user is erased.
func (u User) Actor() string { return "editor:" + strconv.FormatInt(u.ID, 10) }

// Name is what the desk calls the user: the address up to its at sign.
func (u User) Name() string {
	name, _, _ := strings.Cut(u.Email, "@")
	return name
}

// Users returns everybody who may sign in, oldest first.
func (s *Service) Users(ctx context.Context) ([]User, error) { return s.Store.Users(ctx) }

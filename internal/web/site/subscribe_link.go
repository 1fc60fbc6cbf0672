package site

import (
	"errors"
	"net/http"

	"insider/internal/token"
	"insider/internal/web"
)

// wrongLink counts a link that nobody signed against whoever tries it, and tells them to wait when there were too many; any other
// error is returned as it is. A right link is never counted: however many guess, from its own network too, whoever has one confirms,
// looks and leaves.
func (s *Site) wrongLink(r *http.Request, err error) error {
	if !errors.Is(err, token.ErrInvalid) {
		return err
	}
	if crowded := s.LinkGate.Enter(web.ClientAddr(r)); crowded != nil {
		return crowded
	}
	return err
}

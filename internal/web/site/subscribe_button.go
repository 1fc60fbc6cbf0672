package site

import (
	"net/http"

	"insider/internal/fault"
	"insider/internal/web"
)

// buttonPage is templates/site/subscribe_button.html: what one press does, and its button. A link of a mail only shows it,
// because programs follow links too.
type buttonPage struct {
	Base
	mistakes
	Lead    string
	To      string // path that the press posts to
	Token   string // of the link
	Act     string // what is asked for there, "" for what the address stands for
	Reasons []reason
	Button  string
}

func (s *Site) button(w http.ResponseWriter, r *http.Request, status int, page buttonPage) error {
	return s.reply(w, r, status, "subscribe_button", page)
}

// buttonAgain shows the button again when another press may help.
func (s *Site) buttonAgain(w http.ResponseWriter, r *http.Request, page buttonPage, err error) error {
	if !fault.Is(err, fault.TooMany) && !fault.Is(err, fault.Unavailable) {
		return s.wrongLink(r, err)
	}
	web.RetryLater(w.Header(), err)
	page.Failed, page.Problem = true, fault.Sentence(err)
	return s.button(w, r, web.Status(err), page)
}

package desk

import (
	"context"
	"net/http"
	"net/url"

	"insider/internal/account"
	"insider/internal/story"
	"insider/internal/web"
)

// queueSize is how many stories a queue shows on one page.
const queueSize = 50

// inboxPage is templates/desk/inbox.html: the queue and, beside it, one story.
type inboxPage struct {
	Base
	Filters []filter
	State   stateWord
	Queue   []*story.Story
	Pager   pager
	Item    *item // nil: nothing to show
	Alone   bool  // a story was asked for: on a narrow screen only it is shown
	Empty   emptyQueue
}

// filter is a state with how many stories are in it.
type filter struct {
	Word    string
	Path    string
	Count   int
	Current bool
}

// stateWord is a state as the desk says it.
type stateWord string

// stateWords says each state.
var stateWords = map[story.State]stateWord{
	story.Received: "New", story.Accepted: "Accepted", story.Published: "Published",
	story.Unpublished: "Unpublished", story.Declined: "Declined", story.Withdrawn: "Withdrawn",
}

// emptyQueue says why a queue is empty and the one next step.
type emptyQueue struct{ Sentence, Link, Path string }

// inbox shows the queue of a state with its first story.
func (d *Desk) inbox(w http.ResponseWriter, r *http.Request, at account.Session) error {
	q := r.URL.Query()
	state := story.State(q.Get("state"))
	if _, known := stateWords[state]; !known {
		state = story.Received
	}
	page, err := d.queue(r.Context(), at, state, pageOf(q.Get("page")))
	if err != nil {
		return err
	}
	if len(page.Queue) > 0 {
		x, err := d.Inbox.Story(r.Context(), page.Queue[0].Number)
		if err != nil {
			return err
		}
		if page.Item, err = d.item(r.Context(), at, x); err != nil {
			return err
		}
	}
	return d.show(w, r, http.StatusOK, "inbox", page)
}

// queue returns the page of a state without a story beside the queue.
func (d *Desk) queue(ctx context.Context, at account.Session, state story.State, number int) (inboxPage, error) {
	page := inboxPage{State: stateWords[state]}
	counts, err := d.Inbox.StoryCounts(ctx)
	if err != nil {
		return page, err
	}
	page.Queue, err = d.Inbox.Stories(ctx, state, (number-1)*queueSize, queueSize)
	if err != nil {
		return page, err
	}
	page.Filters, page.Empty = filters(counts, state), empty(counts, state)
	page.Pager = newPager(counts[state], queueSize, number, "/desk?state="+url.QueryEscape(string(state))+"&")
	page.Base, err = d.base(ctx, at, "/desk", "Inbox")
	page.Wide = true
	return page, err
}

// filters are the states that hold something, the new ones and the chosen one.
func filters(counts map[story.State]int, chosen story.State) []filter {
	var list []filter
	for _, s := range story.States {
		if counts[s] == 0 && s != story.Received && s != chosen {
			continue
		}
		list = append(list, filter{Word: string(stateWords[s]), Path: "/desk?state=" + string(s), Count: counts[s], Current: s == chosen})
	}
	return list
}

// empty says what an empty queue means.
func empty(counts map[story.State]int, state story.State) emptyQueue {
	all := 0
	for _, n := range counts {
		all += n
	}
	switch {
	case all == 0:
		return emptyQueue{"No stories yet. Readers send them with the form at /stories/new.", "Open the form", "/stories/new"}
	case state == story.Received && counts[story.Accepted] > 0:
		return emptyQueue{"Nothing new. " + waiting(counts[story.Accepted]), "See the accepted ones", "/desk?state=accepted"}
	case state == story.Received:
		return emptyQueue{"Nothing new. You have decided on every story.", "See the published ones", "/desk?state=published"}
	}
	return emptyQueue{"No story is " + string(state) + ".", "See the new ones", "/desk"}
}

func waiting(n int) string {
	if n == 1 {
		return "1 accepted story waits to be published."
	}
	return web.Number(n) + " accepted stories wait to be published."
}

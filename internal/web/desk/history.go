package desk

import (
	"context"
	"strings"

	"insider/internal/account"
	"insider/internal/audit"
	"insider/internal/story"
)

// acts says each audited act on a story.
var acts = map[string]string{
	"story.receive": "sent it in", "story.accept": "accepted it", "story.decline": "declined it", "story.name": "set title and address",
	"story.publish": "published it", "story.unpublish": "took it off the site", "story.withdraw": "took it back",
}

// history tells what happened to a story, oldest first.
func (d *Desk) history(ctx context.Context, at account.Session, x *story.Story) ([]historyLine, error) {
	entries, err := d.Inbox.AuditOf(ctx, story.Subject(x.Number))
	if err != nil {
		return nil, err
	}
	users, err := d.Accounts.Users(ctx)
	if err != nil {
		return nil, err
	}
	names := map[string]string{story.Reader: "The reader"}
	for _, u := range users {
		names[u.Actor()] = u.Name()
	}
	names[at.User.Actor()] = "You"
	list := make([]historyLine, len(entries))
	for i, e := range entries {
		list[i] = historyLine{At: e.At, Who: names[e.Actor], What: what(e)}
		if list[i].Who == "" {
			list[i].Who = "Somebody who left"
		}
	}
	return list, nil
}

// what says an act; one that this version does not know is shown by its name.
func what(e audit.Entry) string {
	if s, ok := acts[e.Act]; ok {
		return s
	}
	return strings.TrimPrefix(e.Act, "story.")
}

// consents tells what the reader agreed to, and in which words.
func (d *Desk) consents(ctx context.Context, x *story.Story) ([]consentLine, error) {
	records, err := d.Inbox.Consents(ctx, story.Subject(x.Number))
	if err != nil {
		return nil, err
	}
	list := []consentLine{{Name: "Publish"}, {Name: "Read on air"}, {Name: "Shorten and correct"}}
	for _, r := range records {
		for i, what := range []string{"publish", "air", "edit"} {
			if r.What == what {
				list[i].Given, list[i].Wording, list[i].Version = true, r.Text, r.Version
			}
		}
	}
	return list, nil
}

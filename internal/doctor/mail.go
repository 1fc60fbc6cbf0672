package doctor

import "context"

// Waiting is what the outbox holds.
type Waiting struct {
	Mails int
	Held  bool // mail is switched off
	Slow  bool // the relay takes none just now
}

// Outbox looks whether mails leave: after a restore they do not until somebody says so.
func Outbox(look func(ctx context.Context) (Waiting, error)) Check {
	return Check{"Outbox", func(ctx context.Context) Finding {
		w, err := look(ctx)
		waits := plural(w.Mails, "mail waits", "mails wait")
		switch {
		case err != nil:
			return note("What waits cannot be told without the database.")
		case w.Held:
			return warning("Look at the desk, under Mail, at what waits; then: insider mail on", "Mail is off, as it is after a restore: %s, and nobody can confirm a sign-up.", waits)
		case w.Slow:
			return warning("Why stands at the desk, under Mail; insider mail test ADDRESS tries it now.", "The mail server takes none just now: %s.", waits)
		}
		return ok("Mail is on: %s.", waits)
	}}
}

// Relay looks whether the mail server lets us in: greet connects, encrypts, signs in and leaves without sending; nil: no relay
// is set.
func Relay(local bool, greet func(ctx context.Context) error) Check {
	return Check{"Mail server", func(ctx context.Context) Finding {
		switch {
		case greet == nil && local:
			return note("None is set: mails land in data/outbox, which is fine for trying out.")
		case greet == nil:
			return problem("Set INSIDER_SMTP_URL to your relay, e.g. smtp://user:password@mail.example.com:587.", "None is set, so forms take no addresses and editors get no links.")
		}
		if err := greet(ctx); err != nil {
			return problem("insider mail test ADDRESS shows the whole conversation.", "%v", err)
		}
		return ok("It lets us in.")
	}}
}

package doctor

import "context"

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

package store

import "insider/internal/outbox"

// table is a table of the schema as copies of the database know it.
type table struct {
	name string
	kept string // the rows that copies hold, as a condition of SQL
}

// every and none are the usual conditions. Copies leave out what only the running house needs and nobody should find in a
// copy: who is signed in, links that sign in, and the keys of listeners' hashes.
const (
	every = "TRUE"
	none  = "FALSE"
)

// tables are all of them, each after those that its rows refer to. A test fails when a migration adds one that is not here.
var tables = []table{
	{"keys", every}, {"settings", every}, {"revision", every},
	{"content_files", every}, {"published_items", every}, {"hub_notices", every},
	{"audit_entries", every}, {"audit_head", every}, {"consents", every},
	{"outbox_mails", "NOT (kind = 'sign-in' AND state = '" + string(outbox.Waiting) + "')"},
	{"subscribers", every}, {"suppressions", every}, {"mail_marks", every},
	{"stories", every}, {"story_identities", every},
	{"users", every}, {"sign_in_links", none}, {"sessions", none},
	{"download_targets", every}, {"download_agents", every}, {"download_batches", every}, {"download_salts", none},
	{"download_sums", every}, {"download_episodes", every},
}

package person

import "time"

// Record is everything that is kept about one address.
type Record struct {
	Address    string       `json:"address"`
	Made       time.Time    `json:"made"`
	Subscriber *Subscriber  `json:"subscriber,omitempty"`
	Left       *Suppression `json:"left,omitempty"`
	Consents   []Consent    `json:"consents,omitempty"`
	WrittenTo  []Mark       `json:"written_to,omitempty"`
	Mails      []Mail       `json:"mails_waiting,omitempty"`
	Files      []File       `json:"mails_as_files,omitempty"`
	Stories    []Story      `json:"stories,omitempty"`
	Account    *Account     `json:"account,omitempty"`
}

// Nothing reports whether nothing is kept.
func (r *Record) Nothing() bool {
	return r.Subscriber == nil && r.Left == nil && len(r.Consents)+len(r.WrittenTo)+len(r.Mails)+len(r.Files)+len(r.Stories) == 0 && r.Account == nil
}

// Subscriber is the address on the list.
type Subscriber struct {
	Email     string     `json:"email"` // as it was first typed
	State     string     `json:"state"`
	Asked     time.Time  `json:"asked"`
	Confirmed *time.Time `json:"confirmed,omitempty"`
}

// Suppression is that somebody left: kept under a hash of the address.
type Suppression struct {
	At     time.Time `json:"at"`
	Reason string    `json:"reason,omitempty"`
}

// Consent is what somebody agreed to.
type Consent struct {
	What    string    `json:"what"`
	Version string    `json:"version"`
	Wording string    `json:"wording"`
	At      time.Time `json:"at"`
}

// Mark is when the address was last written to; kept for a day.
type Mark struct {
	Kind string    `json:"kind"`
	At   time.Time `json:"at"`
}

// Mail is a mail that waits in the outbox.
type Mail struct {
	Kind    string    `json:"kind"`
	Subject string    `json:"subject"`
	Text    string    `json:"text"`
	Written time.Time `json:"written"`
}

// File is a mail that lies as a file in the data folder.
type File struct {
	Name    string    `json:"name"`
	Subject string    `json:"subject"`
	Text    string    `json:"text"`
	Date    time.Time `json:"date"`
}

// Story is a story that was sent with the address.
type Story struct {
	Number    int        `json:"number"`
	State     string     `json:"state"`
	Text      string     `json:"text"`
	Title     string     `json:"title,omitempty"`
	Slug      string     `json:"slug,omitempty"`
	Industry  string     `json:"industry,omitempty"`
	Country   string     `json:"country,omitempty"`
	Naming    string     `json:"naming"`
	Credit    string     `json:"credit,omitempty"`
	Email     string     `json:"email"`
	Received  time.Time  `json:"received"`
	Decided   *time.Time `json:"decided,omitempty"`
	Published *time.Time `json:"published,omitempty"`
	Changed   *time.Time `json:"changed,omitempty"`
	Consents  []Consent  `json:"consents,omitempty"`
	Acts      []Act      `json:"acts,omitempty"`
}

// Account is an account at the desk.
type Account struct {
	Name     string     `json:"name"` // as the audit chain calls it
	Email    string     `json:"email"`
	Role     string     `json:"role"`
	Created  time.Time  `json:"created"`
	Seen     *time.Time `json:"seen,omitempty"`
	Sessions []Session  `json:"sessions,omitempty"`
	Acts     []Act      `json:"acts,omitempty"` // done by it or to it
}

// Session is a browser that is signed in.
type Session struct {
	Created time.Time `json:"created"`
	Seen    time.Time `json:"seen"`
}

// Act is an entry of the audit chain.
type Act struct {
	Number  int64             `json:"number"`
	At      time.Time         `json:"at"`
	Actor   string            `json:"actor"`
	Act     string            `json:"act"`
	Subject string            `json:"subject"`
	Details map[string]string `json:"details,omitempty"`
}

// Summary says in a few words what is kept.
func (r *Record) Summary() string {
	e := Erased{Subscriber: r.Subscriber != nil, Mails: len(r.Mails), Files: len(r.Files), Other: len(r.Consents) + len(r.WrittenTo)}
	for _, s := range r.Stories {
		e.Stories = append(e.Stories, s.Number)
	}
	if r.Account != nil {
		e.Account = r.Account.Name
	}
	if r.Left != nil {
		e.Other++
	}
	return e.String()
}

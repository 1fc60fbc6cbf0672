package story

import "insider/internal/fault"

// State is where a story stands.
type State string

// The states, as they are stored and stand in the desk's addresses.
const (
	Received    State = "received"
	Accepted    State = "accepted"
	Declined    State = "declined"
	Published   State = "published"
	Unpublished State = "unpublished" // was public, and may be again
	Withdrawn   State = "withdrawn"   // taken back by the reader, for good
)

// States are all states in the order of the desk.
var States = []State{Received, Accepted, Published, Unpublished, Declined, Withdrawn}

// Act is what somebody does to a story.
type Act string

// The acts, as they are posted and audited.
const (
	Accept    Act = "accept"
	Decline   Act = "decline"
	Name      Act = "name" // set title and slug
	Publish   Act = "publish"
	Unpublish Act = "unpublish"
	Withdraw  Act = "withdraw"
)

// Acts are all acts in the order of the desk.
var Acts = []Act{Accept, Name, Publish, Unpublish, Decline, Withdraw}

// moves says where an act leads from a state; what is not here is not possible.
var moves = map[State]map[Act]State{
	Received:    {Accept: Accepted, Decline: Declined, Name: Received, Withdraw: Withdrawn},
	Accepted:    {Decline: Declined, Name: Accepted, Publish: Published, Withdraw: Withdrawn},
	Declined:    {Accept: Accepted, Withdraw: Withdrawn},
	Published:   {Name: Published, Unpublish: Unpublished, Withdraw: Withdrawn},
	Unpublished: {Decline: Declined, Name: Unpublished, Publish: Published, Withdraw: Withdrawn},
	Withdrawn:   {},
}

// Can reports whether an act is possible in a state.
func (s State) Can(a Act) bool {
	_, ok := moves[s][a]
	return ok
}

// next is the one transition function: the state after an act, or a Conflict.
func next(s State, a Act) (State, error) {
	to, ok := moves[s][a]
	if !ok {
		return s, fault.New(fault.Conflict, "A story that is %s cannot be %s.", s, a.past())
	}
	return to, nil
}

var past = map[Act]string{
	Accept: "accepted", Decline: "declined", Name: "given a title", Publish: "published", Unpublish: "unpublished", Withdraw: "withdrawn",
}

func (a Act) past() string {
	if p, ok := past[a]; ok {
		return p
	}
	return "changed that way"
}

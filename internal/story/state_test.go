package story

import (
	"testing"

	"insider/internal/fault"
)

// table is every pair of state and act, written out by hand: "" where the act is not possible.
var table = map[State]map[Act]State{
	Received:    {Accept: Accepted, Name: Received, Publish: "", Unpublish: "", Decline: Declined, Withdraw: Withdrawn},
	Accepted:    {Accept: "", Name: Accepted, Publish: Published, Unpublish: "", Decline: Declined, Withdraw: Withdrawn},
	Published:   {Accept: "", Name: Published, Publish: "", Unpublish: Unpublished, Decline: "", Withdraw: Withdrawn},
	Unpublished: {Accept: "", Name: Unpublished, Publish: Published, Unpublish: "", Decline: Declined, Withdraw: Withdrawn},
	Declined:    {Accept: Accepted, Name: "", Publish: "", Unpublish: "", Decline: "", Withdraw: Withdrawn},
	Withdrawn:   {Accept: "", Name: "", Publish: "", Unpublish: "", Decline: "", Withdraw: ""},
}

func TestEveryActInEveryState(t *testing.T) {
	for _, state := range States {
		for _, act := range Acts {
			want, known := table[state][act]
			if !known {
				t.Fatalf("the table misses %s in state %s", act, state)
			}
			got, err := next(state, act)
			if want == "" {
				if !fault.Is(err, fault.Conflict) || got != state || state.Can(act) {
					t.Errorf("%s in state %s: %s, %v; want a conflict", act, state, got, err)
				}
				continue
			}
			if err != nil || got != want || !state.Can(act) {
				t.Errorf("%s in state %s: %s, %v; want %s", act, state, got, err, want)
			}
		}
	}
}

func TestWhatIsNoActOrStateIsAConflict(t *testing.T) {
	for _, c := range []struct {
		state State
		act   Act
	}{{Received, "erase"}, {Received, ""}, {"", Accept}, {"lost", Withdraw}} {
		if _, err := next(c.state, c.act); !fault.Is(err, fault.Conflict) {
			t.Errorf("%q in %q: %v", c.act, c.state, err)
		}
	}
}

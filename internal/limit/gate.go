package limit

import (
	"net/netip"
	"time"

	"insider/internal/fault"
)

// Gate is the door of a form that everybody may post: so much from one network, and so much in all.
type Gate struct {
	Network *Limiter
	All     *Limiter // may be shared by several gates
}

// Enter counts one post from the address. It returns a TooMany fault with the time to wait when there are too many.
func (g *Gate) Enter(addr netip.Addr) error {
	network := Network(addr)
	if wait, ok := g.Network.Take(network); !ok {
		return fault.Retry(seconds(wait), "Too much came from your network just now. Please try again in a few minutes.")
	}
	if wait, ok := g.All.Take(""); !ok {
		g.Network.GiveBack(network)
		return fault.Retry(seconds(wait), "Very many people are writing to us just now. Please try again in a minute.")
	}
	return nil
}

// seconds rounds up, so that whoever waits that long is let in.
func seconds(d time.Duration) time.Duration {
	return max((d + time.Second - 1).Truncate(time.Second), time.Second)
}

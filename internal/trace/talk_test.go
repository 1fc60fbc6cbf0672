package trace_test

import (
	"math/rand/v2"
	"time"

	"insider/internal/show"
	"insider/internal/trace"
)

// talk is a conversation as people have it: somebody leads for some minutes, others put in a word, and now and then nobody
// speaks.
func talk(r *rand.Rand, length time.Duration, labels ...string) (cues []show.Cue) {
	lead, until := 0, time.Duration(0)
	for at := time.Duration(0); at < length; {
		if at >= until {
			lead, until = r.IntN(len(labels)), at+time.Duration(30+r.IntN(400))*time.Second
		}
		who, turn := lead, time.Duration(4+r.IntN(50))*time.Second
		if r.IntN(4) == 0 {
			who, turn = r.IntN(len(labels)), time.Duration(1+r.IntN(8))*time.Second
		}
		cues = append(cues, show.Cue{Speaker: labels[who], Start: at, End: min(at+turn, length), Text: "x"})
		at += turn + time.Duration(r.IntN(900))*time.Millisecond
		if r.IntN(60) == 0 {
			at += time.Duration(r.IntN(120)) * time.Second
		}
	}
	return cues
}

// talked is the trace of a generated conversation, the same for the same seed.
func talked(seed uint64, length time.Duration, labels ...string) *trace.Trace {
	return trace.Of(hosts, episode(length), talk(rand.New(rand.NewPCG(seed, 1)), length, labels...))
}

package websub

import (
	"testing"
	"time"
)

func TestALifeOfTriesIsPatientAndNotEndless(t *testing.T) {
	tries, at := 0, time.Duration(0)
	for at < Life {
		wait := backoff(tries, 0)
		if wait < 4*time.Second || wait > 7*time.Hour {
			t.Fatalf("after try %d it waits %v", tries, wait)
		}
		at += wait
		tries++
	}
	if tries < 12 || tries > 30 {
		t.Errorf("%d tries in %v", tries, Life)
	}
}

func TestAHubMayAskForMoreTimeButNotForEver(t *testing.T) {
	for header, want := range map[string]time.Duration{"1800": 30 * time.Minute, "999999": 6 * time.Hour, "-1": 0, "soon": 0, "": 0, "99999999999999999999": 0} {
		got := backoff(0, retryAfter(header))
		if want == 0 {
			want = 5 * time.Second
		}
		if d := got - want; d < -time.Second || d > time.Second {
			t.Errorf("%q: %v, want about %v", header, got, want)
		}
	}
}

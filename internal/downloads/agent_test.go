package downloads

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"insider/internal/fault"
)

func TestWhatProgramsReallySend(t *testing.T) {
	data, err := os.ReadFile("testdata/agents.tsv")
	if err != nil {
		t.Fatal(err)
	}
	agents, n := NewAgents(), 0
	for line := range strings.Lines(string(data)) {
		fields := strings.SplitN(strings.TrimSuffix(line, "\n"), "\t", 3)
		if len(fields) != 3 {
			t.Fatalf("%q", line)
		}
		n++
		want := App{fields[1], AppKind(fields[0])}
		for range 2 { // the second answer is remembered
			if got := agents.Find(fields[2]); got != want {
				t.Errorf("%q is %v, want %v", fields[2], got, want)
			}
		}
	}
	if n < 120 {
		t.Fatalf("only %d samples", n)
	}
}

func TestEveryLineOfTheTableIsReached(t *testing.T) {
	for i, e := range ownTable() {
		sample := strings.Join(e.parts, "x")
		for _, earlier := range ownTable()[:i] {
			if earlier.matches(sample) && earlier.app.Name != e.app.Name && earlier.app.Kind == e.app.Kind {
				t.Errorf("%s is hidden by %s", e.app.Name, earlier.app.Name)
			}
		}
	}
}

func TestPublicListReplacesTheTable(t *testing.T) {
	agents, err := ReadAgents(fstest.MapFS{
		"bots.json":          {Data: []byte(`{"entries": [{"name": "Checker", "pattern": "^Mine/1\\.0 check"}]}`)},
		"apps.runtime.json":  {Data: []byte(`{"comments": ["x"], "entries": [{"name": "Mine", "pattern": "^Mine/", "examples": ["Mine/2"]}, {"name": "Later", "pattern": "Mine"}]}`)},
		"apps.examples.json": {Data: []byte(`{"entries": [{"name": "Mine"}]}`)},
		"browsers.json":      {Data: []byte(`{"entries": [{"name": "Web", "pattern": "Mozilla"}]}`)},
		"devices.json":       {Data: []byte(`nonsense that is not read`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	for agent, want := range map[string]App{
		"Mine/1.0 check": {"Checker", Bot}, "Mine/2.0": {"Mine", Player}, "Not Mine": {"Later", Player}, "Mozilla/5.0": {"Web", Browser},
		"Overcast/3": unknownApp, "": {"No user agent", Bot}, "newcrawler": {"Other bots", Bot},
	} {
		if got := agents.Find(agent); got != want {
			t.Errorf("%q is %v, want %v", agent, got, want)
		}
	}
}

func TestListsThatCannotBeUsed(t *testing.T) {
	for name, data := range map[string]string{
		"no JSON": "entries", "no entries": `{"entries": []}`, "look-ahead": `{"entries": [{"name": "x", "pattern": "a(?=b)"}]}`,
		"no name": `{"entries": [{"pattern": "a"}]}`, "no pattern": `{"entries": [{"name": "x"}]}`, "a list": `[{"name": "x", "pattern": "a"}]`,
	} {
		if _, err := ReadAgents(fstest.MapFS{"apps.json": {Data: []byte(data)}}); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := ReadAgents(fstest.MapFS{"other.json": {}}); !fault.Is(err, fault.Invalid) {
		t.Errorf("no list: %v", err)
	}
}

func TestTheMemoryOfNamesIsBounded(t *testing.T) {
	c := newLRU[int](2)
	c.put("a", 1)
	c.put("b", 2)
	c.get("a")
	c.put("c", 3)
	if _, ok := c.get("b"); ok || len(c.entries) != 2 || c.order.Len() != 2 {
		t.Fatal("the least recently used name stays")
	}
	if v, ok := c.get("a"); !ok || v != 1 {
		t.Fatal("a is gone")
	}
}

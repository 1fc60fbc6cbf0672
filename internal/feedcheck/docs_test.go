package feedcheck

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestEachRuleIsInTheDocumentation holds the table of docs/feed-check.md to the rules; -update writes it anew.
func TestEachRuleIsInTheDocumentation(t *testing.T) {
	const name, head = "../../docs/feed-check.md", "| rule | level | asked for by | otherwise |\n|---|---|---|---|\n"
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	before, got, found := strings.Cut(string(data), head)
	if !found {
		t.Fatal("there is no table of rules")
	}
	var table strings.Builder
	for _, r := range Rules() {
		fmt.Fprintf(&table, "| `%s` | %s | %s | %s |\n", r.Name, r.Level, r.By, r.Why)
	}
	if *update {
		if err := os.WriteFile(name, []byte(before+head+table.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got != table.String() {
		t.Errorf("the table is\n%s\nand should be\n%s", got, table.String())
	}
}

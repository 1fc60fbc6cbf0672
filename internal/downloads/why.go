package downloads

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"time"
)

// WriteWhy writes a line for each request for an episode in the days of the query: when, which episode, by which program
// and listener, what was asked and sent, and the rule that decided about it.
func (r *Reporter) WriteWhy(ctx context.Context, q Query, w io.Writer) error {
	episodes, err := r.Ledger.Episodes(ctx)
	if err != nil {
		return err
	}
	slugs := make(map[string]string, len(episodes))
	for _, e := range episodes {
		slugs[e.GUID] = e.Slug
	}
	out := bufio.NewWriter(w)
	fmt.Fprintln(out, "time\tepisode\tapp\tlistener\tmethod\tstatus\trange\tsent\trule\tdownload")
	err = r.Why(ctx, q, func(e Event, v Verdict) error {
		opened := ""
		if !v.Opened.IsZero() {
			opened = v.Opened.UTC().Format(time.RFC3339)
		}
		_, err := fmt.Fprintf(out, "%s\t%s\t%s\t%08x\t%s\t%d\t%q\t%d\t%s\t%s\n", e.At.UTC().Format(time.RFC3339), slugs[e.Item], r.Agents.Find(e.Agent).Name,
			e.Listener>>32, e.Method, e.Status, e.Range, e.Sent, v.Rule, opened)
		return err
	})
	if err != nil {
		return err
	}
	for _, rule := range Rules {
		fmt.Fprintf(out, "# %s: %s\n", rule, rule.Sentence())
	}
	return out.Flush()
}

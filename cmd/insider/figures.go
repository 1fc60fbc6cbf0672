package main

import (
	"errors"

	"github.com/spf13/cobra"

	"insider/internal/app"
)

func figuresCommand() *cobra.Command {
	var query app.FiguresQuery
	cmd := &cobra.Command{
		Use:   "figures",
		Short: "Show downloads by day, episode, app and country, counted by IAB 2.3",
		Args:  exactly(0, "figures takes no arguments; choose with --episode, --from and --to."),
	}
	flags := cmd.Flags()
	flags.StringVar(&query.Episode, "episode", "", "only this episode, by slug or guid")
	flags.StringVar(&query.From, "from", "", "first day, e.g. 2026-11-01 (UTC); 30 days back without it")
	flags.StringVar(&query.To, "to", "", "last day; today without it")
	forms := map[string]app.FiguresForm{"csv": app.FiguresCSV, "json": app.FiguresJSON, "why": app.FiguresWhy}
	flags.Bool("csv", false, "one line for each day, episode, app and country")
	flags.Bool("json", false, "the whole report as JSON")
	flags.Bool("why", false, "each request of these days, and the rule that dropped, merged or counted it")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		c, err := besideOf(cmd, true)
		if err != nil {
			return err
		}
		for name, form := range forms {
			on, _ := flags.GetBool(name) // the flag exists
			if on && query.Form != "" {
				return usageError{errors.New("choose one of --csv, --json and --why.")}
			}
			if on {
				query.Form = form
			}
		}
		return app.Figures(cmd.Context(), c, query, cmd.OutOrStdout())
	}
	return cmd
}

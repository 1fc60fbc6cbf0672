package main

import (
	"github.com/spf13/cobra"

	"insider/internal/app"
)

func checkCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "check",
		Short: "List every mistake in the content folder; exit 1 when there is one",
		Args:  exactly(0, "check takes no arguments; use --content DIR."),
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := configOf(cmd)
			if err != nil {
				return err
			}
			report, err := app.Check(cmd.Context(), c, files)
			if err != nil {
				return err
			}
			for _, m := range report.Mistakes {
				tell(cmd.OutOrStdout(), m.String())
			}
			for _, hint := range report.Hints {
				tell(cmd.OutOrStdout(), "Hint: "+hint)
			}
			tell(cmd.OutOrStdout(), report.Summary())
			if len(report.Mistakes) > 0 {
				return errNo
			}
			return nil
		},
	}
}

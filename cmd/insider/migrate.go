package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"insider/internal/app"
)

func migrateCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "migrate",
		Short: "Bring the database to this version's schema (serve does it too)",
		Args:  exactly(0, "migrate takes no arguments."),
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := besideOf(cmd, true)
			if err != nil {
				return err
			}
			from, to, err := app.Migrate(cmd.Context(), c, version)
			if err != nil {
				return err
			}
			if from == to {
				fmt.Fprintf(cmd.OutOrStdout(), "The schema is at version %d; nothing to do.\n", to)
				return nil
			}
			fmt.Fprintf(cmd.OutOrStdout(), "The schema went from version %d to %d.\n", from, to)
			return nil
		},
	}
}

package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"insider/internal/app"
)

func healthCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "health",
		Short: "Ask a running server on this machine whether it is well; exit 1 when not",
		Args:  exactly(0, "health takes no arguments."),
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := configOf(cmd)
			if err != nil {
				return err
			}
			if err := app.Health(cmd.Context(), c); err != nil {
				return err
			}
			fmt.Fprintln(cmd.OutOrStdout(), "ok")
			return nil
		},
	}
}

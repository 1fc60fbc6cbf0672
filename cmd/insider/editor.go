package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"insider/internal/app"
)

func editorCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "editor", Short: "Who may work at the desk", Args: knownCommand, RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	cmd.AddCommand(&cobra.Command{
		Use:   "add EMAIL",
		Short: "Let somebody in as an editor, or give an editor a new sign-in link",
		Args:  exactly(1, "editor add takes one address, e.g. insider editor add editor@example.com"),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := besideOf(cmd, true)
			if err != nil {
				return err
			}
			link, err := app.AddEditor(cmd.Context(), c, args[0])
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s\nThis link signs in once, within 15 minutes. Give it only to that person.\n", link)
			return nil
		},
	})
	return cmd
}

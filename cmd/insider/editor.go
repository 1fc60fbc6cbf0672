package main

import (
	"errors"
	"fmt"
	"strings"

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
	cmd.AddCommand(editorSignOutCommand())
	return cmd
}

func editorSignOutCommand() *cobra.Command {
	var all bool
	cmd := &cobra.Command{
		Use:   "sign-out EMAIL",
		Short: "Sign an editor out in every browser, for instance of a computer that was lost; --all signs everybody out",
		Args: func(_ *cobra.Command, args []string) error {
			if all == (len(args) == 1) || len(args) > 1 {
				return usageError{errors.New("editor sign-out takes one address, e.g. insider editor sign-out editor@example.com, or --all")}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := besideOf(cmd, true)
			if err != nil {
				return err
			}
			browsers, err := app.SignOut(cmd.Context(), c, strings.Join(args, ""))
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "Signed out in so many browsers: %d. Sign-in links that were not used open nothing any more.\n", browsers)
			return nil
		},
	}
	cmd.Flags().BoolVar(&all, "all", false, "everybody")
	return cmd
}

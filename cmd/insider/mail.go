package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"insider/internal/app"
)

func mailCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "mail", Short: "Try, stop and resume sending mail", Args: knownCommand, RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	cmd.AddCommand(mailTestCommand(), mailSwitchCommand("on", true), mailSwitchCommand("off", false))
	return cmd
}

func mailTestCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "test ADDRESS",
		Short: "Send a test mail and show what the mail server answers",
		Args:  exactly(1, "mail test takes one address, e.g. insider mail test you@example.com"),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := besideOf(cmd, false)
			if err != nil {
				return err
			}
			return app.MailTest(cmd.Context(), c, files, args[0], cmd.OutOrStdout())
		},
	}
}

func mailSwitchCommand(word string, on bool) *cobra.Command {
	short := "Hold every mail in the outbox until mail is switched on"
	said := "Mail is off: forms keep working, and every mail waits in the outbox."
	if on {
		short, said = "Send mails again, the held ones first", "Mail is on: what waited is being sent."
	}
	return &cobra.Command{
		Use:   word,
		Short: short,
		Args:  exactly(0, "mail "+word+" takes no arguments."),
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := besideOf(cmd, true)
			if err != nil {
				return err
			}
			if err := app.SwitchMail(cmd.Context(), c, on); err != nil {
				return err
			}
			fmt.Fprintln(cmd.OutOrStdout(), said)
			return nil
		},
	}
}

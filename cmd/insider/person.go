package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"insider/internal/app"
)

func personCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "person", Short: "Everything that is kept about one address: show it, or erase it for good", Args: knownCommand, RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	cmd.AddCommand(personExportCommand(), personEraseCommand())
	return cmd
}

func personExportCommand() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "export EMAIL",
		Short: "Write everything that is kept about an address as JSON",
		Args:  exactly(1, "person export takes one address, e.g. insider person export reader@example.com"),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := besideOf(cmd, true)
			if err != nil {
				return err
			}
			data, found, err := app.ExportPerson(cmd.Context(), c, args[0])
			if err != nil {
				return err
			}
			if !found {
				fmt.Fprintf(cmd.ErrOrStderr(), "Nothing is kept about %s.\n", args[0])
			}
			if out != "" {
				return app.WriteExport(out, data)
			}
			_, err = io.WriteString(cmd.OutOrStdout(), visible(string(data))) // JSON reads these escapes as what they stand for
			return err
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "file to write, readable by its owner only; standard output without it")
	return cmd
}

func personEraseCommand() *cobra.Command {
	var yes bool
	cmd := &cobra.Command{
		Use:   "erase EMAIL",
		Short: "Remove everything that is kept about an address, for good",
		Long: "Removes rows, mails and published stories of an address and overwrites them, beside a running server. Only a keyed hash\n" +
			"stays: in erased.log, so that no restored backup brings anything back, and of who was on the list, so that nobody writes\n" +
			"to them again. On a terminal it asks first. What cannot be promised is in docs/privacy.md.",
		Args: exactly(1, "person erase takes one address, e.g. insider person erase reader@example.com"),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := besideOf(cmd, true)
			if err != nil {
				return err
			}
			agree := func(string) bool { return true }
			if f, isFile := cmd.InOrStdin().(*os.File); !yes && isFile && isTerminal(f) {
				agree = func(what string) bool { return asked(cmd.InOrStdin(), cmd.ErrOrStderr(), args[0], what) }
			}
			told, err := app.ErasePerson(cmd.Context(), c, args[0], agree)
			tell(cmd.OutOrStdout(), told...)
			return err
		},
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask")
	return cmd
}

// asked asks at a terminal and reports whether the answer was yes.
func asked(in io.Reader, out io.Writer, email, what string) bool {
	fmt.Fprintf(out, "%s: %s.\nErase all of it for good? Type yes: ", email, what)
	answer, _ := bufio.NewReader(in).ReadString('\n') // an end without an answer is no
	return strings.TrimSpace(answer) == "yes"
}

package main

import (
	"errors"

	"github.com/spf13/cobra"

	"insider/internal/app"
)

func backupCommand() *cobra.Command {
	order := app.BackupOrder{Program: version}
	cmd := &cobra.Command{
		Use:   "backup FILE",
		Short: "Copy rows, content, bucket and keys into one file, beside a running server; - is standard output",
		Long: "Copies everything but the settings into one file from which \"insider restore\" makes the same again, on either\n" +
			"database: rows, content folder, bucket and keys. Whoever can read the file can read all of it: it is readable by its\n" +
			"owner only, and belongs on another machine.",
		Args: exactly(1, "backup takes one file, e.g. insider backup /backup/show.tar, or - for standard output"),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := besideOf(cmd, true)
			if err != nil {
				return err
			}
			order.File = args[0]
			told := cmd.OutOrStdout()
			if order.File == "-" {
				if told = cmd.ErrOrStderr(); isTerminal(cmd.OutOrStdout()) {
					return usageError{errors.New("a backup is nothing to read: send standard output into a file or a program")}
				}
			}
			report, err := app.Backup(cmd.Context(), c, order, cmd.OutOrStdout())
			if err != nil {
				return err
			}
			tell(told, report.Lines...)
			return nil
		},
	}
	cmd.Flags().BoolVar(&order.WithoutMedia, "without-media", false, "leave out the bucket, and audio and pictures of the content; what is missing is named")
	return cmd
}

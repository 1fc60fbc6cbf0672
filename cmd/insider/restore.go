package main

import (
	"github.com/spf13/cobra"

	"insider/internal/app"
)

func restoreCommand() *cobra.Command {
	var erased []string
	cmd := &cobra.Command{
		Use:   "restore FILE",
		Short: "Make of a backup what it was made of: database, content, bucket and keys; all of it or nothing",
		Long: "Reads the whole backup first and refuses one that is cut or changed. The data folder must have no database; the one in\n" +
			"INSIDER_DATABASE_URL must be empty, and may be another kind than the backup came from. Mail stays off until\n" +
			"\"insider mail on\". Who was erased or left since is removed again as erased.log of the data folder says.",
		Args: exactly(1, "restore takes one file, e.g. insider restore /backup/show.tar"),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := besideOf(cmd, false)
			if err != nil {
				return err
			}
			done, err := app.Restore(cmd.Context(), c, args[0], erased)
			if err != nil {
				return err
			}
			tell(cmd.OutOrStdout(), done.Lines...)
			for _, warning := range done.Warnings {
				tell(cmd.ErrOrStderr(), "Warning: "+warning)
			}
			return nil
		},
	}
	cmd.Flags().StringArrayVar(&erased, "erased", nil, "another erased.log to carry out again; may be given several times")
	return cmd
}

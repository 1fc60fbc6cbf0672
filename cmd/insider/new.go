package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"insider/internal/app"
)

func newCommand() *cobra.Command {
	var audio string
	cmd := &cobra.Command{
		Use:       "new (episode|article|page|person) TITLE",
		Short:     "Write a valid file to fill in",
		ValidArgs: []string{"episode", "article", "page", "person"},
		Args:      exactly(2, `new takes a kind and a title, e.g. insider new episode "The first one"`),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := configOf(cmd)
			if err != nil {
				return err
			}
			if audio != "" && args[0] != "episode" {
				return usageError{errors.New("--audio is only for an episode")}
			}
			written, err := app.NewItem(c, args[0], args[1], audio)
			if err != nil {
				return err
			}
			for _, f := range written {
				fmt.Fprintln(cmd.OutOrStdout(), "wrote", f)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&audio, "audio", "", "audio file to copy beside an episode; title and chapters come from its tags")
	return cmd
}

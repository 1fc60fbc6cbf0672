package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"insider/internal/app"
)

func initCommand() *cobra.Command {
	var url string
	cmd := &cobra.Command{
		Use:   "init DIR",
		Short: "Write a show of your own into a new or empty folder",
		Args:  exactly(1, "init takes one folder, e.g. insider init my-show"),
		RunE: func(cmd *cobra.Command, args []string) error {
			written, err := app.Init(args[0], url)
			if err != nil {
				return err
			}
			out := cmd.OutOrStdout()
			for _, f := range written {
				fmt.Fprintln(out, "wrote", f)
			}
			fmt.Fprintf(out, "\nNext: answer the questions in show.yaml, then\n  insider serve --content %s\n", args[0])
			return nil
		},
	}
	cmd.Flags().StringVar(&url, "url", "", "public address the show will have, e.g. https://podcast.example.com; the podcast's guid is derived from it")
	return cmd
}

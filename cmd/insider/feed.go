package main

import (
	"errors"
	"fmt"
	"net/url"

	"github.com/spf13/cobra"

	"insider/internal/app"
)

func feedCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "feed", Short: "Judge the podcast feed, and see what changes in it", Args: knownCommand, RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	cmd.AddCommand(feedCheckCommand(), feedDiffCommand())
	return cmd
}

func feedCheckCommand() *cobra.Command {
	var audio int
	cmd := &cobra.Command{
		Use:   "check [URL]",
		Short: "List what Apple, Spotify, YouTube and apps would not take; exit 1 when there is a mistake",
		Long: "Judges the feed of the content folder with everything that is scheduled, or the feed at URL, as Apple, PSP-1, the\n" +
			"Podcasting 2.0 namespace, Spotify and YouTube would. Artwork and audio are asked for at the base URL, or where the\n" +
			"feed says they are. Nobody else's service is needed.",
		Args: feedAddress,
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := configOf(cmd)
			if err != nil {
				return err
			}
			address := ""
			if len(args) > 0 {
				address = args[0]
			}
			report, err := app.FeedCheck(cmd.Context(), c, files, address, audio)
			if err != nil {
				return err
			}
			fmt.Fprint(cmd.OutOrStdout(), visible(report.Text()))
			if report.Failed() {
				return errNo
			}
			return nil
		},
	}
	cmd.Flags().IntVar(&audio, "audio", 50, "of how many of the newest episodes the audio is asked for")
	return cmd
}

func feedDiffCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "diff",
		Short: "List what is new, changed and removed in the feed since it was published, and what apps download again",
		Args:  exactly(0, "feed diff takes no arguments; use --content DIR."),
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := configOf(cmd)
			if err != nil {
				return err
			}
			changes, err := app.FeedDiff(cmd.Context(), c, files)
			if err != nil {
				return err
			}
			fmt.Fprint(cmd.OutOrStdout(), visible(changes.Text()))
			return nil
		},
	}
}

// feedAddress takes one web address or none.
func feedAddress(_ *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	u, err := url.Parse(args[0])
	if len(args) > 1 || err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return usageError{errors.New("feed check takes one address or none, e.g. insider feed check https://podcast.example.com/podcast.xml")}
	}
	return nil
}

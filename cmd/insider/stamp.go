package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"insider/internal/app"
)

func stampCommand() *cobra.Command {
	var force bool
	cmd := &cobra.Command{
		Use:   "stamp EPISODE",
		Short: "Write title, show, number, date, cover and chapters into a copy of an episode's MP3, which is then served",
		Args:  exactly(1, "stamp takes the name of one episode, e.g. insider stamp the-first-one"),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := besideOf(cmd, false)
			if err != nil {
				return err
			}
			done, err := app.Stamp(cmd.Context(), c, files, args[0], force)
			if err != nil {
				return err
			}
			tellStamped(cmd.OutOrStdout(), cmd.ErrOrStderr(), args[0], done)
			return nil
		},
	}
	cmd.Flags().BoolVar(&force, "force", false, "stamp an episode that is published, although apps download it again")
	return cmd
}

func tellStamped(out, warnings io.Writer, slug string, done *app.Stamped) {
	if !done.Written {
		fmt.Fprintf(out, "%s is stamped like this already: nothing was written.\n", done.File)
		return
	}
	fmt.Fprintf(out, "Stamped %s of %s: %s; %d bytes. A running server serves it at once and tells its length within seconds.\n",
		done.File, slug, strings.Join(done.With, ", "), done.Bytes)
	if done.Published {
		fmt.Fprintln(warnings, "Warning: the episode is published. Apps that have it download it again, and downloads go up for some days.")
	}
}

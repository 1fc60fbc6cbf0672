package main

import (
	"io"
	"log/slog"
	"os"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"insider/internal/app"
)

func serveCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "serve",
		Short: "Serve the show until stopped",
		Args:  exactly(0, "serve takes no arguments; use --content DIR for another show."),
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := configOf(cmd)
			if err != nil {
				return err
			}
			a, err := app.New(cmd.Context(), c, files, app.Console{
				Out:      cmd.OutOrStdout(),
				Terminal: isTerminal(cmd.OutOrStdout()),
				Log:      newLog(c.Log, cmd.ErrOrStderr()),
				Version:  version,
				Notify:   os.Getenv("NOTIFY_SOCKET"),
			})
			if err != nil {
				return err
			}
			defer a.Close()
			return a.Run(cmd.Context())
		},
	}
}

func newLog(form string, w io.Writer) *slog.Logger {
	if form == "json" {
		return slog.New(slog.NewJSONHandler(w, nil))
	}
	return slog.New(slog.NewTextHandler(w, nil))
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

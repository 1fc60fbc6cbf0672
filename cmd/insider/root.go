package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"insider/content"
	"insider/internal/app"
	"insider/internal/config"
	"insider/static"
	"insider/templates"
)

// Exit codes: 1 means the command did its work and the answer is no, or something failed; 2 means it was called wrongly.
const (
	exitFailed = 1
	exitUsage  = 2
)

// errNo ends a command with code 1 after it printed its answer.
var errNo = errors.New("no")

type usageError struct{ error }

var files = app.Files{Content: content.FS, Templates: templates.FS, Static: static.FS}

// run executes the command line and returns the exit code. SIGINT and SIGTERM end its context.
func run(args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	root := newRoot()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	var usage usageError
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errNo):
		return exitFailed
	case errors.As(err, &usage):
		tell(stderr, "insider: "+err.Error(), "See: insider help")
		return exitUsage
	default:
		tell(stderr, "insider: "+app.Explain(err))
		return exitFailed
	}
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:           "insider",
		Short:         "A show's whole site in one program: blog, podcast, letter and readers' stories",
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          knownCommand,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	addSettings(root.PersistentFlags())
	root.AddCommand(serveCommand(), checkCommand(), initCommand(), newCommand(), stampCommand(), editorCommand(), mailCommand(), figuresCommand(), feedCommand(),
		backupCommand(), restoreCommand(), personCommand(), doctorCommand(), migrateCommand(), healthCommand(), versionCommand(), generateCommand())
	return root
}

func addSettings(flags *pflag.FlagSet) {
	for _, s := range config.Settings() {
		meaning := s.Meaning + " (" + s.Env + ")"
		if s.Bool {
			flags.Bool(s.Flag, false, meaning)
			continue
		}
		flags.String(s.Flag, s.Default, meaning)
	}
}

// configOf returns the configuration from the flags that were given and the environment.
func configOf(cmd *cobra.Command) (*config.Config, error) {
	given := map[string]string{}
	cmd.Flags().Visit(func(f *pflag.Flag) { given[f.Name] = f.Value.String() })
	c, err := config.Load(given, os.Environ())
	if err != nil {
		return nil, usageError{err}
	}
	return c, nil
}

// serviceSettings is where the unit of the service has its settings.
const serviceSettings = "/etc/insider/insider.env"

// besideOf is configOf for a command that works with the data folder. On standard error it says which one that is, when somebody
// could mean another; rows tells whether a database should be there.
func besideOf(cmd *cobra.Command, rows bool) (*config.Config, error) {
	c, err := configOf(cmd)
	if err != nil {
		return nil, err
	}
	if note := app.Whereabouts(c, serviceSettings, rows); note != "" {
		tell(cmd.ErrOrStderr(), "insider: "+note)
	}
	return c, nil
}

// knownCommand refuses what is no command; cobra hands it to the root as an argument.
func knownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	names := make([]string, 0, len(cmd.Commands()))
	for _, c := range cmd.Commands() {
		if !c.Hidden {
			names = append(names, c.Name())
		}
	}
	return usageError{fmt.Errorf("%q is no command; there are %s", args[0], strings.Join(names, ", "))}
}

// exactly checks the number of arguments; the sentence says what is missing.
func exactly(n int, sentence string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) != n {
			return usageError{errors.New(sentence)}
		}
		return nil
	}
}

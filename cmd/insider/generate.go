package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"insider/internal/app"
)

// generateCommand is hidden: it makes shows for tests, benches and demonstrations.
func generateCommand() *cobra.Command {
	var episodes, articles int
	var seed uint64
	cmd := &cobra.Command{
		Use:    "generate DIR",
		Short:  "Write a large valid show for tests and benches",
		Hidden: true,
		Args:   exactly(1, "generate takes one folder, e.g. insider generate --episodes 100 /tmp/show"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := app.Generate(args[0], episodes, articles, seed); err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "wrote %d episodes and %d articles into %s\n", episodes, articles, args[0])
			return nil
		},
	}
	cmd.Flags().IntVar(&episodes, "episodes", 10, "how many episodes")
	cmd.Flags().IntVar(&articles, "articles", 10, "how many articles")
	cmd.Flags().Uint64Var(&seed, "seed", 1, "equal seeds give equal shows")
	return cmd
}

package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"insider/internal/app"
)

func doctorCommand() *cobra.Command {
	var o app.DoctorOptions
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Examine the installation: address, feed from outside, mail and its names, database, copies, disk, clock; exit 1 when something does not work",
		Args:  exactly(0, "doctor takes no arguments."),
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := besideOf(cmd, true)
			if err != nil {
				return err
			}
			report := app.Doctor(cmd.Context(), c, files, o)
			if asJSON {
				err = json.NewEncoder(cmd.OutOrStdout()).Encode(report)
			} else {
				_, err = fmt.Fprint(cmd.OutOrStdout(), visible(report.Text()))
			}
			if err == nil && report.Failed() {
				err = errNo
			}
			return err
		},
	}
	cmd.Flags().StringVar(&o.Resolver, "resolver", "", "name server to ask, HOST:PORT; empty is the system's")
	cmd.Flags().StringSliceVar(&o.Selectors, "dkim-selector", nil, "selector of the mail server's DKIM key; empty tries the usual ones")
	cmd.Flags().BoolVar(&asJSON, "json", false, "write JSON")
	return cmd
}

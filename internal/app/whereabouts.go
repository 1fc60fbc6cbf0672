package app

import (
	"fmt"
	"path/filepath"
	"strings"

	"insider/internal/config"
)

// Whereabouts says with which data folder a command works, when whoever called it could mean another one: none was named although
// there are settings of a service (in the file named service), or there is no database where the command expects one (rows). Else
// it says nothing.
func Whereabouts(c *config.Config, service string, rows bool) string {
	where, err := filepath.Abs(c.Data)
	if err != nil {
		return ""
	}
	other := "Another folder: --data DIR; a service: --settings FILE."
	if !isMissing(service) {
		other = "Another folder: --data DIR; the service: --settings " + service + "."
	}
	file, isFile := strings.CutPrefix(c.DatabaseURL, "sqlite:")
	switch {
	case rows && isFile && isMissing(file):
		return fmt.Sprintf("There is no database in %s yet. %s", where, other)
	case isUnnamed(c) && !isMissing(service):
		return fmt.Sprintf("Works with %s. %s", where, other)
	}
	return ""
}

// isUnnamed reports whether the data folder is the usual one because nothing was said.
func isUnnamed(c *config.Config) bool {
	data := filepath.Clean(c.Data)
	return c.Settings == "" && data == "data" && c.DatabaseURL == "sqlite:"+filepath.Join(data, "insider.db")
}

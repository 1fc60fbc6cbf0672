// Package migrations holds the schema as SQL, a folder per database. Numbers are never reused and a file that was released
// is never changed.
package migrations

import "embed"

// FS holds sqlite/*.sql and postgres/*.sql.
//
//go:embed sqlite/*.sql postgres/*.sql
var FS embed.FS

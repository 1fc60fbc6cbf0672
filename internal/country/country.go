// Package country tells the country of a network address from a file that the operator supplies.
//
// It owns reading databases in MaxMind's MMDB form whose entries have country.iso_code, as most country and city databases
// do. It ships none and fetches none.
package country

import (
	"io"
	"net/netip"
	"os"

	"github.com/oschwald/maxminddb-golang/v2"

	"insider/internal/fault"
)

// maxBytes bounds the database, which is held in memory: so a file that is replaced or cut under us does no harm.
const maxBytes = 512 << 20

// DB is an open database. It is safe for concurrent use.
type DB struct{ reader *maxminddb.Reader }

// Open reads a database. A file that is none is a fault.Invalid.
func Open(name string) (*DB, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "The country database %s cannot be read.", name)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxBytes+1))
	if err != nil || len(data) > maxBytes {
		return nil, fault.New(fault.Invalid, "The country database %s cannot be read, or is larger than 512 MiB.", name)
	}
	reader, err := maxminddb.OpenBytes(data)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "%s is no database in the MMDB form.", name)
	}
	return &DB{reader}, nil
}

// Of returns the country of an address as ISO 3166-1 alpha-2 in capitals, "" when the database does not know it.
func (d *DB) Of(addr netip.Addr) string {
	if !addr.IsValid() {
		return ""
	}
	var code string
	if err := d.reader.Lookup(addr.Unmap()).DecodePath(&code, "country", "iso_code"); err != nil || !isCode(code) {
		return ""
	}
	return code
}

func isCode(s string) bool {
	return len(s) == 2 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'A' && s[1] <= 'Z'
}

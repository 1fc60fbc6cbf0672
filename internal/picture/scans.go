package picture

import (
	"bytes"

	"insider/internal/fault"
)

// maxScans is how many scans a JPEG may have to be decoded: each may go through the whole picture, in a few bytes. Programs write
// about ten.
const maxScans = 100

// checkScans refuses a JPEG of too many scans (ITU-T T.81, B.2.3), wherever in the file they begin.
func checkScans(jpeg []byte) error {
	total := 0
	for components := byte(1); components <= 4; components++ {
		total += bytes.Count(jpeg, []byte{0xff, 0xda, 0, 6 + 2*components, components})
	}
	if total > maxScans {
		return fault.New(fault.Invalid, "This JPEG picture is drawn in %d passes, more than %d. Export it again.", total, maxScans)
	}
	return nil
}

package web

import (
	"fmt"
	"log/slog"
	"os"
	"strings"
	"testing"
)

// TestSecurityDocumentNamesTheLimitsOfHTTP compares the table of limits in docs/security.md with the program.
func TestSecurityDocumentNamesTheLimitsOfHTTP(t *testing.T) {
	data, err := os.ReadFile("../../docs/security.md")
	if err != nil {
		t.Fatal(err)
	}
	server := newHTTPServer(nil, slog.New(slog.DiscardHandler))
	for _, row := range []string{
		fmt.Sprintf("| request line | %d KiB |", maxURI>>10),
		fmt.Sprintf("| header | %d KiB and %d fields, within %.0f seconds |", server.MaxHeaderBytes>>10, maxHeaderFields, server.ReadHeaderTimeout.Seconds()),
		fmt.Sprintf("| body | %d KiB, whole request within %.0f seconds |", maxBody>>10, server.ReadTimeout.Seconds()),
		fmt.Sprintf("| all forms that arrive at one moment | %d MiB, beyond %d KiB of each |", formRoom>>20, formFree>>10),
		fmt.Sprintf("| form | %d fields of %d kB;", maxFields, maxField/1000),
		fmt.Sprintf("| answer | %.0f seconds; files as long as pieces of %d KiB are taken within %.0f seconds |", server.WriteTimeout.Seconds(), piece>>10, stallLimit.Seconds()),
		fmt.Sprintf("| %d MiB each, %d KiB when more than %d are being answered |", unsentMost>>20, unsentLeast>>10, unsentRoom/unsentLeast/2),
		fmt.Sprintf("| connections | %d, at most half the descriptors; %d requests at once in one of HTTP/2 |", mostConnections, maxStreams),
		fmt.Sprintf("| idle connection | %.0f seconds |", server.IdleTimeout.Seconds()),
	} {
		if !strings.Contains(string(data), row) {
			t.Errorf("docs/security.md does not say: %s", row)
		}
	}
}

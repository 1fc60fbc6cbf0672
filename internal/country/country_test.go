package country

import (
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"testing"

	"github.com/maxmind/mmdbwriter"
	"github.com/maxmind/mmdbwriter/mmdbtype"

	"insider/internal/fault"
)

// database writes a database in which each network has an entry.
func database(t *testing.T, entries map[string]mmdbtype.DataType) string {
	t.Helper()
	tree, err := mmdbwriter.New(mmdbwriter.Options{DatabaseType: "Test-Country", IncludeReservedNetworks: true})
	if err != nil {
		t.Fatal(err)
	}
	for network, entry := range entries {
		_, n, err := net.ParseCIDR(network)
		if err != nil {
			t.Fatal(err)
		}
		if err := tree.Insert(n, entry); err != nil {
			t.Fatal(err)
		}
	}
	name := filepath.Join(t.TempDir(), "country.mmdb")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tree.WriteTo(f); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return name
}

func in(code string) mmdbtype.DataType {
	return mmdbtype.Map{"country": mmdbtype.Map{"iso_code": mmdbtype.String(code), "names": mmdbtype.Map{"en": mmdbtype.String("x")}}}
}

func TestCountries(t *testing.T) {
	db, err := Open(database(t, map[string]mmdbtype.DataType{
		"203.0.113.0/24": in("BE"), "2001:db8::/32": in("NL"), "198.51.100.0/25": in("nonsense"), "192.0.2.0/24": mmdbtype.Map{"city": mmdbtype.String("x")},
	}))
	if err != nil {
		t.Fatal(err)
	}
	for addr, want := range map[string]string{
		"203.0.113.9": "BE", "::ffff:203.0.113.9": "BE", "2001:db8::1": "NL", "198.51.100.1": "", "192.0.2.1": "", "8.8.8.8": "",
	} {
		if got := db.Of(netip.MustParseAddr(addr)); got != want {
			t.Errorf("%s: %q, want %q", addr, got, want)
		}
	}
	if got := db.Of(netip.Addr{}); got != "" {
		t.Error(got)
	}
}

func TestWhatIsNoDatabase(t *testing.T) {
	name := filepath.Join(t.TempDir(), "x.mmdb")
	if err := os.WriteFile(name, []byte("no database"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, n := range []string{name, filepath.Join(t.TempDir(), "missing")} {
		if _, err := Open(n); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", n, err)
		}
	}
}

package show

import (
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/idna"
)

// plainHost is a host, or an address of the network, with its port, that can stand in a header.
var plainHost = regexp.MustCompile(`^([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(:[0-9]{1,5})?$`)

// Origin returns scheme, host and port of an address elsewhere, such as "https://cdn.example", as browsers compare them; ""
// for what is no http or https address.
func Origin(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	host := u.Hostname()
	if ascii, err := idna.Lookup.ToASCII(host); err == nil {
		host = ascii
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port := u.Port(); port != "" {
		host += ":" + port
	}
	if !plainHost.MatchString(host) {
		return ""
	}
	return u.Scheme + "://" + host
}

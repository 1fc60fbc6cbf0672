package web

import (
	"net/http"
	"net/netip"
	"strings"
)

// ClientAddr returns the address of the client: the peer's, or, from a trusted proxy, the rightmost address of
// X-Forwarded-For that is not one. It is the zero Addr when the peer has none, as on a unix socket without a proxy's
// word. It is for limits and keyed hashes, never for logs or rows.
func ClientAddr(r *http.Request) netip.Addr {
	if c := callOf(r); c != nil {
		return c.server.ClientAddr(r)
	}
	return peerAddr(r)
}

// ClientAddr is ClientAddr for a request that may not have reached its handler, such as an Observer's.
func (s *Server) ClientAddr(r *http.Request) netip.Addr {
	peer := peerAddr(r)
	if !s.trusts(r, peer) {
		return peer
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		addr, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			return peer
		}
		addr = addr.Unmap().WithZone("")
		if !s.trusted(addr) {
			return addr
		}
		peer = addr
	}
	return peer
}

// secure says whether the client came by https, by the connection or by a trusted proxy's X-Forwarded-Proto.
func (s *Server) secure(r *http.Request) bool {
	return r.TLS != nil || s.trusts(r, peerAddr(r)) && strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https")
}

// trusts says whether the peer's forwarding headers count. Whoever reaches a unix socket is the proxy in front of it.
func (s *Server) trusts(r *http.Request, peer netip.Addr) bool {
	if !peer.IsValid() {
		return r.RemoteAddr == "" || r.RemoteAddr == "@"
	}
	return s.trusted(peer)
}

func (s *Server) trusted(addr netip.Addr) bool {
	for _, p := range s.options.TrustedProxies {
		if p.Contains(addr) {
			return true
		}
	}
	return false
}

func peerAddr(r *http.Request) netip.Addr {
	p, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return p.Addr().Unmap().WithZone("")
}

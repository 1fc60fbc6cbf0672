package downloads

import (
	"crypto/sha256"
	"encoding/binary"
	"net/netip"

	"insider/internal/limit"
)

// SaltBytes is the length of a day's salt.
const SaltBytes = 32

// Salts are the random keys of listeners' hashes on one day: its own and the day before's. Each salt is destroyed 48 hours
// after its day began; from then on nobody can tell which address a hash was made of, or join it to another day's.
type Salts struct {
	Day           Day
	Today, Before []byte
}

// listener hashes a network and a user agent with both salts: an IPv4 address whole, an IPv6 address by its first 64 bits.
func (s *Salts) listener(client netip.Addr, agent string) (today, before uint64) {
	network := ""
	if client.IsValid() {
		network = limit.Network(client)
	}
	return listenerHash(s.Today, network, agent), listenerHash(s.Before, network, agent)
}

// listenerHash is never 0, which stands for no listener.
func listenerHash(salt []byte, network, agent string) uint64 {
	var buf [512]byte
	text := append(buf[:0], salt...)
	text = append(text, network...)
	text = append(text, 0)
	text = append(text, agent...)
	sum := sha256.Sum256(text)
	return binary.BigEndian.Uint64(sum[:8]) | 1
}

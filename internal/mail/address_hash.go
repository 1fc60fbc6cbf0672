package mail

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
)

// Hash is a keyed hash of the address, 40 hex digits: the same for all its spellings, and nobody without the key can guess
// an address from it. Rows know an address by it for ever.
func (a Address) Hash(key []byte) string {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(a.Key()))
	return hex.EncodeToString(h.Sum(nil)[:20])
}

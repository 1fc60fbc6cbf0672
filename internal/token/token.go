// Package token signs links and other short texts, and seals what only we should read, so that they can be given out and believed when
// they come back.
//
// A token is "v1.kid.purpose.expiry.body.mac": the id of the key, what it is for, Unix seconds, the body in base64url and
// HMAC-SHA256 over all before it, with a key per purpose by HKDF (RFC 5869). The form is stable: what was mailed opens
// after every later upgrade until it expires. A token is not encrypted: a body holds nothing secret.
package token

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"
	"time"

	"insider/internal/fault"
)

const (
	version   = "v1"
	minKey    = 16   // bytes
	maxToken  = 1024 // bytes
	separator = "."
)

// What Verify finds. ErrExpired comes with the body, so that a new link can be offered.
var (
	ErrInvalid = fault.New(fault.Invalid, "This link is not complete. Copy the whole link from the mail.")
	ErrExpired = fault.New(fault.Gone, "This link is too old.")
)

// Ring is a list of keys: the first signs, all verify. It is safe for concurrent use.
type Ring struct{ keys []key }

type key struct {
	id     string // 8 hex digits, tells nothing about the key
	secret []byte
}

// NewRing returns a ring of keys, each of 16 bytes or more.
func NewRing(keys ...[]byte) (*Ring, error) {
	if len(keys) == 0 {
		return nil, errors.New("token: no key")
	}
	r := &Ring{}
	for _, secret := range keys {
		if len(secret) < minKey {
			return nil, fault.New(fault.Invalid, "A secret is too short: it needs %d characters or more.", minKey)
		}
		r.keys = append(r.keys, key{id: hex.EncodeToString(derive(secret, "insider key id", 4)), secret: secret})
	}
	return r, nil
}

// Sign returns a token for a purpose ("confirm", lower-case letters and hyphens) that carries body until it expires.
func (r *Ring) Sign(purpose, body string, expires time.Time) string {
	k := r.keys[0]
	text := strings.Join([]string{
		version, k.id, purpose, strconv.FormatInt(expires.Unix(), 10), base64.RawURLEncoding.EncodeToString([]byte(body)),
	}, separator)
	return text + separator + base64.RawURLEncoding.EncodeToString(k.mac(purpose, text))
}

// Verify returns the body of a token signed for the purpose. The error is ErrInvalid, or ErrExpired together with the
// body.
func (r *Ring) Verify(purpose, token string, now time.Time) (body string, err error) {
	if len(token) > maxToken {
		return "", ErrInvalid
	}
	parts := strings.Split(token, separator)
	if len(parts) != 6 || parts[0] != version || parts[2] != purpose {
		return "", ErrInvalid
	}
	mac, err := base64.RawURLEncoding.Strict().DecodeString(parts[5])
	if err != nil || !r.signed(parts[1], purpose, strings.Join(parts[:5], separator), mac) {
		return "", ErrInvalid
	}
	decoded, err := base64.RawURLEncoding.Strict().DecodeString(parts[4])
	if err != nil {
		return "", ErrInvalid
	}
	expires, err := strconv.ParseInt(parts[3], 10, 64)
	if err != nil {
		return "", ErrInvalid
	}
	if now.Unix() >= expires {
		return string(decoded), ErrExpired
	}
	return string(decoded), nil
}

// Hash returns a keyed hash of text that only holders of the first key can compute, 32 bytes; another purpose gives
// another hash.
func (r *Ring) Hash(purpose, text string) []byte {
	return r.keys[0].mac("hash "+purpose, text)
}

func (r *Ring) signed(id, purpose, text string, mac []byte) bool {
	for _, k := range r.keys {
		if k.id == id && hmac.Equal(mac, k.mac(purpose, text)) {
			return true
		}
	}
	return false
}

func (k key) mac(purpose, text string) []byte {
	h := hmac.New(sha256.New, derive(k.secret, "insider token "+version+" "+purpose, sha256.Size))
	h.Write([]byte(text))
	return h.Sum(nil)
}

// derive never fails: the length is far below HKDF's limit.
func derive(secret []byte, info string, length int) []byte {
	out, err := hkdf.Key(sha256.New, secret, nil, info, length)
	if err != nil {
		panic(err)
	}
	return out
}

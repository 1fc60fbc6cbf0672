package token

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"insider/internal/fault"
)

// What Open finds beside the text.
var (
	ErrSeal = fault.New(fault.Invalid, "What this page kept is damaged.")
	errOver = fault.New(fault.Gone, "What this page kept is too old.")
)

// Seal returns text so that only holders of the ring can read it, for a purpose and until it expires: "s1.kid.expiry.box", the box
// being nonce and AES-256-GCM in base64url, under a key per purpose by HKDF. Unlike a token it is short-lived: its form may change.
func (r *Ring) Seal(purpose, text string, expires time.Time) string {
	k := r.keys[0]
	head := strings.Join([]string{"s1", k.id, strconv.FormatInt(expires.Unix(), 10)}, separator)
	box := k.box(purpose)
	nonce := make([]byte, box.NonceSize())
	rand.Read(nonce)
	return head + separator + base64.RawURLEncoding.EncodeToString(box.Seal(nonce, nonce, []byte(text), []byte(head)))
}

// Open returns a text that was sealed for the purpose: Gone when it expired, Invalid for anything else.
func (r *Ring) Open(purpose, sealed string, now time.Time) (text string, err error) {
	cut := strings.LastIndex(sealed, separator)
	parts := strings.Split(sealed[:max(cut, 0)], separator)
	if len(parts) != 3 || parts[0] != "s1" {
		return "", ErrSeal
	}
	data, err := base64.RawURLEncoding.Strict().DecodeString(sealed[cut+1:])
	if err != nil || !r.open(&data, parts[1], purpose, sealed[:cut]) {
		return "", ErrSeal
	}
	if expires, err := strconv.ParseInt(parts[2], 10, 64); err != nil || now.Unix() >= expires {
		return "", errOver
	}
	return string(data), nil
}

// open replaces a box by what is in it.
func (r *Ring) open(data *[]byte, id, purpose, head string) bool {
	for _, k := range r.keys {
		box := k.box(purpose)
		if k.id != id || len(*data) < box.NonceSize() {
			continue
		}
		nonce, closed := (*data)[:box.NonceSize()], (*data)[box.NonceSize():]
		if text, err := box.Open(nil, nonce, closed, []byte(head)); err == nil {
			*data = text
			return true
		}
	}
	return false
}

func (k key) box(purpose string) cipher.AEAD {
	block, err := aes.NewCipher(derive(k.secret, "insider seal s1 "+purpose, 32))
	if err != nil {
		panic(err) // the key has a length of AES
	}
	box, err := cipher.NewGCM(block)
	if err != nil {
		panic(err) // AES has blocks of GCM's size
	}
	return box
}

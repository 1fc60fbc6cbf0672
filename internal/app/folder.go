package app

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"insider/internal/config"
	"insider/internal/fault"
	"insider/internal/token"
)

// makeDataFolder creates the data folder, readable by its owner only.
func makeDataFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fault.Wrap(err, fault.Unavailable, "The data folder %s cannot be made. Choose another with --data or INSIDER_DATA.", dir)
	}
	return nil
}

// lockFolder takes the data folder for one server or migration at a time. The lock goes with the process, so a crash
// leaves none behind.
func lockFolder(dir string) (release func(), err error) {
	name := filepath.Join(dir, "lock")
	f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "The data folder %s cannot be written. Check its owner and the space left.", dir)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = f.Close()
		return nil, fault.Wrap(err, fault.Conflict, "Another insider process works in %s. Stop it first, or give this one its own --data folder.", dir)
	}
	return func() { _ = f.Close() }, nil
}

// keyRing returns the ring of the signing keys.
func keyRing(c *config.Config) (*token.Ring, error) {
	keys, err := secretKeys(c)
	if err != nil {
		return nil, err
	}
	return ringOf(keys)
}

// ringOf makes the ring of keys as they are written down.
func ringOf(keys []string) (*token.Ring, error) {
	raw := make([][]byte, len(keys))
	for i, k := range keys {
		raw[i] = []byte(k)
	}
	return token.NewRing(raw...)
}

// secretKeys returns the signing keys: the configured ones, or those in data/secret, which is made once.
func secretKeys(c *config.Config) ([]string, error) {
	if len(c.Secrets) > 0 {
		return c.Secrets, nil
	}
	return secretFile(filepath.Join(c.Data, "secret"))
}

// knownSecrets returns the signing keys in a file, none when it is not there.
func knownSecrets(name string) ([]string, error) {
	if isMissing(name) {
		return nil, nil
	}
	return secretFile(name)
}

func secretFile(name string) ([]string, error) {
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		data, err = makeSecret(name)
	}
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "The signing keys in %s cannot be read or made.", name)
	}
	keys, err := config.ParseSecrets(string(data))
	if err != nil {
		return nil, fault.New(fault.Invalid, "%s %v.", name, err)
	}
	return keys, nil
}

// makeSecret writes a fresh key durably; of two processes that try, one wins and both read its key.
func makeSecret(name string) ([]byte, error) {
	key := make([]byte, 33)
	_, _ = rand.Read(key)
	line := []byte(base64.RawURLEncoding.EncodeToString(key) + "\n")
	temp, err := os.CreateTemp(filepath.Dir(name), "secret-*")
	if err != nil {
		return nil, err
	}
	defer os.Remove(temp.Name())
	_, err = temp.Write(line)
	if err = errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return nil, err
	}
	if err := os.Link(temp.Name(), name); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return os.ReadFile(name)
}

// Explain returns an error for the operator: the sentence for people and the cause behind it.
func Explain(err error) string {
	sentence := fault.Sentence(err)
	var e *fault.Error
	switch {
	case sentence == "":
		return err.Error()
	case errors.As(err, &e) && e.Err != nil:
		return fmt.Sprintf("%s (%v)", sentence, e.Err)
	}
	return sentence
}

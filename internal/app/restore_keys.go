package app

import (
	"path/filepath"
	"slices"
	"strings"

	"insider/internal/config"
	"insider/internal/fault"
)

// keys decides what data/secret will be: the keys that are there, then those of the backup, so that links open that either
// signed.
func (r *restoring) keys() error {
	file := filepath.Join(r.config.Data, "secret")
	there, err := knownSecrets(file)
	if err != nil {
		return err
	}
	var inside []string
	if len(r.archive.Secrets) > 0 {
		if inside, err = config.ParseSecrets(string(r.archive.Secrets)); err != nil {
			return fault.Wrap(err, fault.Invalid, "The keys in the backup cannot be read. Nothing was written.")
		}
	}
	known := r.config.Secrets
	if len(known) == 0 {
		known = there
	}
	if err := r.checkSeal(known, inside); err != nil {
		return err
	}
	missing := without(inside, known)
	if len(missing) > 0 && len(r.config.Secrets) > 0 {
		r.warn("INSIDER_SECRET lacks %s of the backup: links in mails that were sent do not open. Add what stands in %s behind the first key.",
			plural(len(missing), "key", "keys"), file)
	}
	if missing = without(missing, there); len(missing) > 0 {
		r.to.Secret = []byte(strings.Join(append(there, missing...), "\n") + "\n")
	}
	return nil
}

// without returns the keys that are not among others.
func without(keys, others []string) []string {
	return slices.DeleteFunc(slices.Clone(keys), func(key string) bool { return slices.Contains(others, key) })
}

// checkSeal refuses a backup whose seal is signed by no key at all, and tells when the key is not one of this installation.
func (r *restoring) checkSeal(known, inside []string) error {
	if len(known) > 0 && r.signedBy(known) {
		return nil
	}
	if len(inside) == 0 || !r.signedBy(inside) {
		return fault.New(fault.Invalid, "The seal of the backup is signed neither by a key of %s nor by one in the backup: somebody changed it. Nothing was written.", filepath.Clean(r.config.Data))
	}
	if len(known) > 0 {
		r.warn("The backup is whole, but it was not signed by a key of this installation. Go on only if you know where it comes from.")
	}
	return nil
}

func (r *restoring) signedBy(keys []string) bool {
	ring, err := ringOf(keys)
	if err != nil {
		return false
	}
	return r.archive.SignedBy(func(signed string) (string, error) {
		return ring.Verify(backupPurpose, signed, r.archive.Manifest.Made)
	})
}

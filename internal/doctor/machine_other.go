//go:build !linux

package doctor

import "errors"

// SpaceOf is known on Linux only.
func SpaceOf(string) (Space, error) { return Space{}, errors.ErrUnsupported }

// Synchronised is known on Linux only.
func Synchronised() (bool, error) { return false, errors.ErrUnsupported }

package store

import (
	"errors"

	"gorm.io/gorm"

	"insider/internal/fault"
	"insider/internal/store/failure"
)

// asFault classifies an error of the database. Faults pass unchanged; what nobody knows stays Internal.
func asFault(err error) error {
	var known *fault.Error
	var open *unsettled
	switch {
	case err == nil || errors.As(err, &known):
		return err
	case errors.As(err, &open):
		return fault.Wrap(err, fault.Unavailable, "The database broke off while this was being saved, so nobody can say yet whether it was. Please try again in a minute: nothing is done twice.")
	case errors.Is(err, gorm.ErrRecordNotFound):
		return fault.Wrap(err, fault.NotFound, "There is no such thing.")
	case errors.Is(err, gorm.ErrDuplicatedKey):
		return fault.Wrap(err, fault.Conflict, "This exists already.")
	}
	return failure.AsFault(err)
}

// passing reports whether a transaction left nothing behind and may simply run again: it gave way to another one, or its
// connection was lost, as all are when PostgreSQL restarts.
func passing(err error) bool {
	switch failure.PostgresCode(err) {
	case "40001", "40P01":
		return true
	}
	var gone undone
	return errors.As(err, &gone)
}

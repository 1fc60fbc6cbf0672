//go:build !(linux && amd64)

package sabotage

import (
	"errors"
	"os/exec"
	"time"
)

// Program is a program under watch.
type Program struct{}

// Child does nothing here.
func Child() {}

// Start fails: no other system hands over its calls.
func Start(*exec.Cmd, Watch) (*Program, error) {
	return nil, errors.New("sabotage: only Linux on amd64 hands over system calls")
}

// Judge does nothing here.
func (*Program) Judge(Judge) {}

// Shift does nothing here.
func (*Program) Shift(time.Duration) {}

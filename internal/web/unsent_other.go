//go:build !linux

package web

// outputQueue is unknown here: bytes that the kernel took count as sent.
func outputQueue(int) int { return 0 }

// keepUnsent leaves it to the kernel how much it takes.
func keepUnsent(int, int) {}

func isReset(int) bool { return false }

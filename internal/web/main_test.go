package web

import (
	"fmt"
	"os"
	"testing"

	"go.uber.org/goleak"
)

// TestMain is also the main of the servers that benchmarks start as processes of their own.
func TestMain(m *testing.M) {
	if role := os.Getenv("WEB_BENCH_ROLE"); role != "" {
		if err := runChild(role, os.Getenv("WEB_BENCH_ARG")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	goleak.VerifyTestMain(m)
}

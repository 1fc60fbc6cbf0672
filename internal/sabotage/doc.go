// Package sabotage runs a program whose file calls fail and whose clock is wrong when a test says so, whatever language it is
// written in and without its knowledge.
//
// The kernel hands the program's system calls to the test before it does them (seccomp user notification, Linux on amd64). The
// package owns how that is arranged; which call fails, how, and what the program should make of it is the business of the tests
// that use it. Nothing of the program itself imports it.
package sabotage

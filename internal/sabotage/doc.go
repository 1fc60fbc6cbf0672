// Package sabotage runs a program whose file calls fail and whose clock is wrong when a test says so, and stands between a program
// and its PostgreSQL, where statements fail and connections break off; whatever language the program is written in and without its
// knowledge.
//
// The kernel hands the program's system calls to the test before it does them (seccomp user notification, Linux on amd64); messages
// to PostgreSQL are read as they pass. The package owns how that is arranged; which call or statement fails, how, and what the
// program should make of it is the business of the tests that use it. Nothing of the program itself imports it.
package sabotage

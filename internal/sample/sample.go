// Package sample writes generated shows: large, valid and the same for the same seed.
//
// It owns what they look like, for tests, benches and demonstrations. Nothing in them is real.
package sample

// Options say what to generate.
type Options struct {
	Episodes int
	Articles int
	Seed     uint64 // equal options give equal files, byte for byte
}

// Generate writes a show into dir, which is made when it does not exist and must be empty otherwise.
func Generate(dir string, o Options) error {
	return nil
}

// Command insider is a show's whole site in one program: blog, podcast, letter and stories.
package main

import "os"

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

package picture

import "bytes"

// starts, at and contains say how a file begins; either and both join them.
func starts(text string) func([]byte) bool { return at(0, text) }

func at(offset int, text string) func([]byte) bool {
	return func(head []byte) bool { return len(head) >= offset && bytes.HasPrefix(head[offset:], []byte(text)) }
}

func contains(text string) func([]byte) bool {
	return func(head []byte) bool { return bytes.Contains(head, []byte(text)) }
}

func either(a, b func([]byte) bool) func([]byte) bool {
	return func(head []byte) bool { return a(head) || b(head) }
}

func both(a, b func([]byte) bool) func([]byte) bool {
	return func(head []byte) bool { return a(head) && b(head) }
}

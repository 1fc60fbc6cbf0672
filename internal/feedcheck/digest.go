package feedcheck

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"hash"
	"maps"
	"slices"
	"strings"
)

// Elements returns a digest of everything an item has under each name, such as "title" or "itunes:image", so that a later
// comparison can say which of them changed. item is the item as the feed writes it.
func Elements(item []byte) (map[string]string, error) {
	p := parser{decoder: xml.NewDecoder(strings.NewReader(string(item)))}
	root, err := p.root()
	if err != nil {
		return nil, p.explain(err)
	}
	sums := map[string]hash.Hash{}
	for _, c := range root.Children {
		if sums[c.Name] == nil {
			sums[c.Name] = sha256.New()
		}
		digest(sums[c.Name], c)
	}
	digests := make(map[string]string, len(sums))
	for name, sum := range sums {
		digests[name] = hex.EncodeToString(sum.Sum(nil)[:6])
	}
	return digests, nil
}

func digest(h hash.Hash, e *Element) {
	fmt.Fprintf(h, "%q", e.Name)
	for _, name := range slices.Sorted(maps.Keys(e.Attrs)) {
		fmt.Fprintf(h, " %q=%q", name, e.Attrs[name])
	}
	fmt.Fprintf(h, " %q {", e.Text)
	for _, c := range e.Children {
		digest(h, c)
	}
	fmt.Fprint(h, "}")
}

package frontmatter

import (
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// Node is a value of YAML as it is read here: plain values, lists and mappings. Whatever else YAML knows is alien.
type Node struct {
	Kind  Kind
	Text  string // of a scalar: a text's value, a number or flag as it is written
	Line  int    // of the YAML, from 1
	Items []Node // of a list
	Pairs []Pair // of a mapping, in order
}

// Pair is a key of a mapping with what it holds.
type Pair struct {
	Key   string
	Line  int // of the YAML, from 1
	Value Node
}

// Kind is what a Node holds.
type Kind uint8

// The kinds.
const (
	Null Kind = iota
	Text
	Integer
	Number // with a point, an exponent, infinite or none at all
	Flag
	List
	Mapping
	Alien // an anchor, an alias, a tag, a merge key
)

var kindNames = [...]string{
	Null: "nothing", Text: "a text", Integer: "a number", Number: "a number", Flag: "true or false",
	List: "a list", Mapping: "keys of its own", Alien: "an anchor, alias or tag, which are not read here",
}

// String returns the kind in words for people, as after "it holds".
func (k Kind) String() string { return kindNames[k] }

// convert takes over a parser's tree. Aliases are not followed, so its size is that of the text.
func convert(n ast.Node) Node {
	out := Node{Line: 1}
	if n == nil {
		return out
	}
	if t := n.GetToken(); t != nil && t.Position != nil {
		out.Line = t.Position.Line
	}
	switch n := n.(type) {
	case *ast.NullNode:
	case *ast.StringNode:
		out.Kind, out.Text = Text, strings.TrimSpace(n.Value)
	case *ast.LiteralNode:
		out.Kind, out.Text = Text, strings.TrimSpace(n.Value.Value)
	case *ast.IntegerNode:
		out.Kind, out.Text = Integer, n.GetToken().Value
	case *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		out.Kind, out.Text = Number, n.GetToken().Value
	case *ast.BoolNode:
		out.Kind, out.Text = Flag, n.GetToken().Value
	case *ast.SequenceNode:
		out.Kind = List
		for _, v := range n.Values {
			out.Items = append(out.Items, convert(v))
		}
	case *ast.MappingNode:
		out.Kind = Mapping
		for _, v := range n.Values {
			out.Pairs = append(out.Pairs, convertPair(v))
		}
	default:
		out.Kind = Alien
	}
	return out
}

func convertPair(v *ast.MappingValueNode) Pair {
	t := v.Key.GetToken()
	p := Pair{Key: t.Value, Line: t.Position.Line, Value: convert(v.Value)}
	if _, isMerge := v.Key.(*ast.MergeKeyNode); isMerge {
		p.Value = Node{Kind: Alien, Line: p.Line}
	}
	return p
}

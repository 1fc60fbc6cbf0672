package content

import (
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// node is a value of YAML as it is read here: plain values, lists and mappings. Whatever else YAML knows is alien.
type node struct {
	kind  nodeKind
	text  string // of a scalar: a text's value, a number or flag as it is written
	line  int    // from 1
	items []node // of a list
	pairs []pair // of a mapping, in order
}

type pair struct {
	key   string
	line  int
	value node
}

type nodeKind uint8

const (
	nodeNull nodeKind = iota
	nodeText
	nodeInteger
	nodeNumber // with a point, an exponent, infinite or none at all
	nodeFlag
	nodeList
	nodeMapping
	nodeAlien // an anchor, an alias, a tag, a merge key
)

// convert takes over a parser's tree. Aliases are not followed, so its size is that of the text.
func convert(n ast.Node) node {
	out := node{line: 1}
	if n == nil {
		return out
	}
	if t := n.GetToken(); t != nil && t.Position != nil {
		out.line = t.Position.Line
	}
	switch n := n.(type) {
	case *ast.NullNode:
	case *ast.StringNode:
		out.kind, out.text = nodeText, strings.TrimSpace(n.Value)
	case *ast.LiteralNode:
		out.kind, out.text = nodeText, strings.TrimSpace(n.Value.Value)
	case *ast.IntegerNode:
		out.kind, out.text = nodeInteger, n.GetToken().Value
	case *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		out.kind, out.text = nodeNumber, n.GetToken().Value
	case *ast.BoolNode:
		out.kind, out.text = nodeFlag, n.GetToken().Value
	case *ast.SequenceNode:
		out.kind = nodeList
		for _, v := range n.Values {
			out.items = append(out.items, convert(v))
		}
	case *ast.MappingNode:
		out.kind = nodeMapping
		for _, v := range n.Values {
			out.pairs = append(out.pairs, convertPair(v))
		}
	default:
		out.kind = nodeAlien
	}
	return out
}

func convertPair(v *ast.MappingValueNode) pair {
	t := v.Key.GetToken()
	p := pair{key: t.Value, line: t.Position.Line, value: convert(v.Value)}
	if _, isMerge := v.Key.(*ast.MergeKeyNode); isMerge {
		p.value = node{kind: nodeAlien, line: p.line}
	}
	return p
}

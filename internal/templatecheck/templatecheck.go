// Package templatecheck holds a template to the type of its data without executing it, for tests.
//
// It follows every branch: a wrong field, a method or function that does not take its arguments, a template that is not there.
// What only running can tell (the contents of an any) passes.
package templatecheck

import (
	"errors"
	"fmt"
	"html/template"
	"reflect"
	"text/template/parse"
)

// Check returns every mistake of a template, and of all that it calls, when it is executed with data of this type. funcs are
// the functions it was parsed with.
func Check(t *template.Template, funcs template.FuncMap, data any) error {
	c := &checker{set: t, funcs: funcs, seen: map[called]bool{}}
	c.template(t.Name(), reflect.TypeOf(data))
	return errors.Join(c.mistakes...)
}

// called is a template under one type of data.
type called struct {
	name string
	dot  reflect.Type
}

// checker walks the trees of one set. A nil type is one that only running can tell.
type checker struct {
	set      *template.Template
	funcs    template.FuncMap
	seen     map[called]bool
	tree     *parse.Tree
	mistakes []error
}

// scope is what is visible at one place.
type scope struct {
	dot  reflect.Type
	vars map[string]reflect.Type
}

// with returns a scope that sees the same variables and may add its own.
func (s scope) with(dot reflect.Type) scope {
	vars := make(map[string]reflect.Type, len(s.vars))
	for name, t := range s.vars {
		vars[name] = t
	}
	return scope{dot, vars}
}

func (c *checker) template(name string, dot reflect.Type) {
	if c.seen[called{name, dot}] {
		return
	}
	c.seen[called{name, dot}] = true
	t := c.set.Lookup(name)
	if t == nil || t.Tree == nil {
		c.mistakes = append(c.mistakes, fmt.Errorf("there is no template %q", name))
		return
	}
	outer := c.tree
	c.tree = t.Tree
	c.list(t.Tree.Root, scope{dot, map[string]reflect.Type{"$": dot}})
	c.tree = outer
}

func (c *checker) list(list *parse.ListNode, s scope) {
	if list == nil {
		return
	}
	for _, n := range list.Nodes {
		c.node(n, s)
	}
}

func (c *checker) node(n parse.Node, s scope) {
	switch n := n.(type) {
	case *parse.ActionNode:
		c.pipe(n.Pipe, s)
	case *parse.IfNode:
		inner := s.with(s.dot)
		c.pipe(n.Pipe, inner)
		c.list(n.List, inner)
		c.list(n.ElseList, inner.with(s.dot))
	case *parse.WithNode:
		inner := s.with(s.dot)
		inner.dot = c.pipe(n.Pipe, inner)
		c.list(n.List, inner)
		c.list(n.ElseList, inner.with(s.dot))
	case *parse.RangeNode:
		c.rangeOver(n, s)
	case *parse.TemplateNode:
		var dot reflect.Type
		if n.Pipe != nil {
			dot = c.pipe(n.Pipe, s)
		}
		c.template(n.Name, dot)
	}
}

func (c *checker) rangeOver(n *parse.RangeNode, s scope) {
	inner := s.with(s.dot)
	decl := n.Pipe.Decl
	bare := *n.Pipe
	bare.Decl = nil
	over := c.pipe(&bare, inner)
	key, element, ok := elements(over)
	if !ok {
		c.mistake(n, "range over %v", over)
	}
	inner.dot = element
	switch len(decl) {
	case 1:
		inner.vars[decl[0].Ident[0]] = element
	case 2:
		inner.vars[decl[0].Ident[0]], inner.vars[decl[1].Ident[0]] = key, element
	}
	c.list(n.List, inner)
	c.list(n.ElseList, s.with(s.dot))
}

// pipe returns the type that a pipeline gives, and declares its variable.
func (c *checker) pipe(p *parse.PipeNode, s scope) reflect.Type {
	var result reflect.Type
	for i, command := range p.Cmds {
		result = c.command(command, s, result, i > 0)
	}
	for _, v := range p.Decl {
		if p.IsAssign && s.vars[v.Ident[0]] != result {
			s.vars[v.Ident[0]] = nil
			continue
		}
		s.vars[v.Ident[0]] = result
	}
	return result
}

func (c *checker) mistake(n parse.Node, format string, args ...any) {
	where, what := c.tree.ErrorContext(n)
	c.mistakes = append(c.mistakes, fmt.Errorf("%s: %s: "+format, append([]any{where, what}, args...)...))
}

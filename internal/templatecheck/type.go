package templatecheck

import (
	"reflect"
	"text/template/parse"
)

// command returns the type of one command; piped says that the last argument is what came before.
func (c *checker) command(n *parse.CommandNode, s scope, last reflect.Type, piped bool) reflect.Type {
	arguments := make([]reflect.Type, 0, len(n.Args))
	for _, a := range n.Args[1:] {
		arguments = append(arguments, c.argument(a, s))
	}
	if piped {
		arguments = append(arguments, last)
	}
	switch first := n.Args[0].(type) {
	case *parse.FieldNode:
		return c.fields(n, s.dot, first.Ident, arguments)
	case *parse.VariableNode:
		return c.fields(n, s.vars[first.Ident[0]], first.Ident[1:], arguments)
	case *parse.ChainNode:
		return c.fields(n, c.argument(first.Node, s), first.Field, arguments)
	case *parse.IdentifierNode:
		return c.function(n, first.Ident, arguments)
	default:
		return c.argument(first, s)
	}
}

// argument returns the type of one operand, nil for constants: they take the type that is asked for.
func (c *checker) argument(n parse.Node, s scope) reflect.Type {
	switch n := n.(type) {
	case *parse.DotNode:
		return s.dot
	case *parse.PipeNode:
		return c.pipe(n, s.with(s.dot))
	case *parse.StringNode:
		return reflect.TypeFor[string]()
	case *parse.FieldNode:
		return c.fields(n, s.dot, n.Ident, nil)
	case *parse.VariableNode:
		return c.fields(n, s.vars[n.Ident[0]], n.Ident[1:], nil)
	case *parse.ChainNode:
		return c.fields(n, c.argument(n.Node, s), n.Field, nil)
	case *parse.IdentifierNode:
		return c.function(n, n.Ident, nil)
	}
	return nil
}

// fields follows .A.B.C from a type; the arguments belong to the last one.
func (c *checker) fields(n parse.Node, t reflect.Type, names []string, arguments []reflect.Type) reflect.Type {
	for i, name := range names {
		if t == nil {
			return nil
		}
		var given []reflect.Type
		if i == len(names)-1 {
			given = arguments
		}
		next, ok := c.field(n, t, name, given)
		if !ok {
			c.mistake(n, "%v has no field or method %s", t, name)
			return nil
		}
		t = next
	}
	return t
}

func (c *checker) field(n parse.Node, t reflect.Type, name string, arguments []reflect.Type) (reflect.Type, bool) {
	if t.Kind() == reflect.Interface {
		if t.NumMethod() == 0 {
			return nil, true
		}
		m, ok := t.MethodByName(name)
		if !ok {
			return nil, false
		}
		return c.call(n, name, m.Type, 0, arguments), true
	}
	base := t
	if base.Kind() == reflect.Pointer {
		base = base.Elem()
	}
	if m, ok := reflect.PointerTo(base).MethodByName(name); ok {
		return c.call(n, name, m.Type, 1, arguments), true
	}
	switch base.Kind() {
	case reflect.Struct:
		if f, ok := base.FieldByName(name); ok && f.IsExported() {
			if len(arguments) > 0 {
				c.mistake(n, "%s is a field and takes no arguments", name)
			}
			return known(f.Type), true
		}
	case reflect.Map:
		if base.Key().Kind() == reflect.String {
			return known(base.Elem()), true
		}
	}
	return nil, false
}

// builtin are the results of the language's own functions that tests rely on; a missing one is unknown.
var builtin = map[string]reflect.Type{
	"eq": reflect.TypeFor[bool](), "ne": reflect.TypeFor[bool](), "lt": reflect.TypeFor[bool](), "le": reflect.TypeFor[bool](),
	"gt": reflect.TypeFor[bool](), "ge": reflect.TypeFor[bool](), "not": reflect.TypeFor[bool](), "len": reflect.TypeFor[int](),
	"print": reflect.TypeFor[string](), "printf": reflect.TypeFor[string](), "println": reflect.TypeFor[string](),
}

func (c *checker) function(n parse.Node, name string, arguments []reflect.Type) reflect.Type {
	if f, ok := c.funcs[name]; ok {
		return c.call(n, name, reflect.TypeOf(f), 0, arguments)
	}
	switch name {
	case "and", "or":
		return same(arguments)
	case "index":
		if len(arguments) == 2 && arguments[0] != nil {
			_, element, _ := elements(arguments[0])
			return element
		}
	case "slice":
		if len(arguments) > 0 {
			return arguments[0]
		}
	}
	return builtin[name]
}

// call checks the arguments of a function whose first skip parameters are the receiver.
func (c *checker) call(n parse.Node, name string, f reflect.Type, skip int, arguments []reflect.Type) reflect.Type {
	fixed := f.NumIn() - skip
	if f.IsVariadic() {
		fixed--
	}
	if len(arguments) < fixed || len(arguments) > fixed && !f.IsVariadic() {
		c.mistake(n, "%s takes %d arguments, not %d", name, fixed, len(arguments))
		return known(f.Out(0))
	}
	for i, have := range arguments {
		want := f.In(min(skip+i, f.NumIn()-1))
		if i >= fixed {
			want = want.Elem()
		}
		if !fits(have, want) {
			c.mistake(n, "argument %d of %s is %v, not %v", i+1, name, have, want)
		}
	}
	return known(f.Out(0))
}

// fits says whether running would take a value of one type for a parameter of another.
func fits(have, want reflect.Type) bool {
	if have == nil || have.AssignableTo(want) || have.Kind() == reflect.Interface {
		return true
	}
	if have.Kind() == reflect.Pointer && have.Elem().AssignableTo(want) {
		return true
	}
	return reflect.PointerTo(have).AssignableTo(want)
}

// known returns nil for the empty interface: only running tells what is in it.
func known(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Interface && t.NumMethod() == 0 {
		return nil
	}
	return t
}

func same(types []reflect.Type) reflect.Type {
	if len(types) == 0 {
		return nil
	}
	for _, t := range types[1:] {
		if t != types[0] {
			return nil
		}
	}
	return types[0]
}

// elements returns what range gives for a type; unknown types may be ranged over.
func elements(t reflect.Type) (key, element reflect.Type, ok bool) {
	if t == nil {
		return nil, nil, true
	}
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	number := reflect.TypeFor[int]()
	switch t.Kind() {
	case reflect.Slice, reflect.Array:
		return number, known(t.Elem()), true
	case reflect.Map:
		return known(t.Key()), known(t.Elem()), true
	case reflect.Chan:
		return number, known(t.Elem()), true
	case reflect.Int, reflect.Int64, reflect.Interface:
		return t, t, t.Kind() != reflect.Interface
	case reflect.Func:
		return sequence(t)
	}
	return nil, nil, false
}

// sequence returns what an iter.Seq or iter.Seq2 yields.
func sequence(t reflect.Type) (key, element reflect.Type, ok bool) {
	if !t.CanSeq() && !t.CanSeq2() {
		return nil, nil, false
	}
	yield := t.In(0)
	if t.CanSeq2() {
		return known(yield.In(0)), known(yield.In(1)), true
	}
	return known(yield.In(0)), known(yield.In(0)), true
}

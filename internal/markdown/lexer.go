package markdown

import (
	"strings"

	"github.com/alecthomas/chroma/v2"
)

// lexers holds the languages a show about plants and their software quotes, by every name that may stand after a fence. They
// are written here because the library's own set brings 270 languages, 2.5 MB and their start-up time.
var lexers = byName(
	lexer("sh bash shell console", shellRules),
	lexer("json", jsonRules),
	lexer("yaml yml", yamlRules),
	lexer("toml ini conf cfg", tomlRules),
	lexer("xml html svg", markupRules),
	lexer("diff patch", diffRules),
	lexer("go golang", goRules),
	lexer("python py", pythonRules),
	lexer("c cpp c++ csharp cs java", cRules),
	lexer("javascript js typescript ts", scriptRules),
	caseless("sql", sqlRules),
	caseless("st scl iec61131 structured-text", plcRules),
)

func lexer(names string, rules func() chroma.Rules) *chroma.RegexLexer {
	return chroma.MustNewLexer(&chroma.Config{Name: names, Aliases: strings.Fields(names)}, rules)
}

func caseless(names string, rules func() chroma.Rules) *chroma.RegexLexer {
	return chroma.MustNewLexer(&chroma.Config{Name: names, Aliases: strings.Fields(names), CaseInsensitive: true}, rules)
}

func byName(all ...*chroma.RegexLexer) map[string]chroma.Lexer {
	m := map[string]chroma.Lexer{}
	for _, l := range all {
		for _, name := range l.Config().Aliases {
			m[name] = l
		}
	}
	return m
}

// root is a lexer of one state, ended by what every language shares: names, numbers, the rest.
func root(rules ...chroma.Rule) chroma.Rules {
	return chroma.Rules{"root": append(rules, shared...)}
}

var shared = []chroma.Rule{
	rule(`\b0x[0-9a-fA-F_]+\b`, chroma.NumberHex),
	rule(`\b\d[\d_]*(\.\d+)?([eE][+-]?\d+)?\b`, chroma.Number),
	rule(`[\p{L}_][\p{L}\p{N}_]*`, chroma.Name),
	rule(`\s+`, chroma.Whitespace),
	rule(`.`, chroma.Text),
}

// Strings of one line; an unclosed one ends with its line.
const (
	double = `"(\\.|[^"\\\n])*"?`
	single = `'(\\.|[^'\\\n])*'?`
)

// call matches a name before an opening parenthesis.
const call = `[\p{L}_][\p{L}\p{N}_]*(?=\()`

// words matches any of the given words as a whole.
func words(list string) string { return chroma.Words(`\b`, `\b`, strings.Fields(list)...) }

func rule(pattern string, t chroma.TokenType) chroma.Rule {
	return chroma.Rule{Pattern: pattern, Type: t}
}

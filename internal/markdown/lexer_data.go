package markdown

import "github.com/alecthomas/chroma/v2"

func shellRules() chroma.Rules {
	return root(
		rule(`^[$#%>] (?=\S)`, chroma.GenericPrompt),
		rule(`(^|(?<=\s))#[^\n]*`, chroma.CommentSingle),
		rule(`"(\\.|[^"\\])*"?`, chroma.StringDouble),
		rule(`'[^']*'?`, chroma.StringSingle),
		rule(`\$\{[^}\n]*\}|\$[\w@*#?!$-]+`, chroma.NameVariable),
		rule(`[A-Za-z_]\w*(?==)`, chroma.NameVariable),
		rule(`(?<=\s)--?[A-Za-z][\w-]*`, chroma.NameAttribute),
		rule(words(`case do done elif else esac export fi for function if in local return set then until while`), chroma.Keyword),
	)
}

func jsonRules() chroma.Rules {
	return root(
		rule(`"(\\.|[^"\\\n])*"(?=\s*:)`, chroma.NameAttribute),
		rule(double, chroma.StringDouble),
		rule(words(`true false null`), chroma.Keyword),
	)
}

func yamlRules() chroma.Rules {
	return root(
		rule(`(^|(?<=\s))#[^\n]*`, chroma.CommentSingle),
		rule(`^---$|^\.\.\.$`, chroma.GenericHeading),
		rule(`[^\s#:"'\[\]{},&*!|>-][^\n:#]*(?=:(\s|$))`, chroma.NameAttribute),
		rule(double, chroma.StringDouble),
		rule(`'(''|[^'\n])*'?`, chroma.StringSingle),
		rule(`[&*][\w-]+`, chroma.NameVariable),
		rule(words(`true false null yes no on off`), chroma.Keyword),
	)
}

func tomlRules() chroma.Rules {
	return root(
		rule(`(^|(?<=\s))[#;][^\n]*`, chroma.CommentSingle),
		rule(`^[ \t]*\[[^\n]*\]`, chroma.GenericHeading),
		rule(`^[ \t]*[\w."-]+(?=[ \t]*[=:])`, chroma.NameAttribute),
		rule(`"""[\s\S]*?"""`, chroma.String),
		rule(double, chroma.StringDouble),
		rule(`'[^'\n]*'?`, chroma.StringSingle),
		rule(words(`true false`), chroma.Keyword),
	)
}

func markupRules() chroma.Rules {
	return chroma.Rules{
		"root": {
			rule(`<!--[\s\S]*?-->`, chroma.CommentMultiline),
			rule(`<[!?][^>]*>`, chroma.CommentPreproc),
			{Pattern: `</?[\w:.-]+`, Type: chroma.NameTag, Mutator: chroma.Push("tag")},
			rule(`&[#\w]+;`, chroma.NameVariable),
			rule(`[^<&]+`, chroma.Text),
			rule(`[<&]`, chroma.Text),
		},
		"tag": {
			{Pattern: `/?>`, Type: chroma.NameTag, Mutator: chroma.Pop(1)},
			rule(`[\w:.-]+(?=\s*=)`, chroma.NameAttribute),
			rule(`"[^"]*"?|'[^']*'?`, chroma.String),
			rule(`\s+`, chroma.Whitespace),
			rule(`.`, chroma.Text),
		},
	}
}

func diffRules() chroma.Rules {
	return chroma.Rules{"root": {
		rule(`^(diff|index|---|\+\+\+|@@)[^\n]*\n?`, chroma.GenericHeading),
		rule(`^\+[^\n]*\n?`, chroma.GenericInserted),
		rule(`^-[^\n]*\n?`, chroma.GenericDeleted),
		rule(`[^\n]*\n`, chroma.Text),
		rule(`[^\n]+`, chroma.Text),
	}}
}

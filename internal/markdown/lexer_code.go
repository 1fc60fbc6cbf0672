package markdown

import "github.com/alecthomas/chroma/v2"

func goRules() chroma.Rules {
	return root(
		rule(`//[^\n]*`, chroma.CommentSingle),
		rule(`/\*[\s\S]*?\*/`, chroma.CommentMultiline),
		rule("`[^`]*`?", chroma.String),
		rule(double, chroma.StringDouble),
		rule(single, chroma.StringChar),
		rule(words(`break case chan const continue default defer else fallthrough for func go goto if import interface map package
			range return select struct switch type var true false nil iota`), chroma.Keyword),
		rule(words(`any bool byte error float32 float64 int int8 int16 int32 int64 rune string uint uint8 uint16 uint32 uint64 uintptr`), chroma.KeywordType),
		rule(call, chroma.NameFunction),
	)
}

func pythonRules() chroma.Rules {
	return root(
		rule(`#[^\n]*`, chroma.CommentSingle),
		rule(`[rbfuRBFU]{0,2}"""[\s\S]*?"""`, chroma.StringDoc),
		rule(`[rbfuRBFU]{0,2}'''[\s\S]*?'''`, chroma.StringDoc),
		rule(`\b[rbfuRBFU]{1,2}(?=["'])`, chroma.StringAffix),
		rule(double, chroma.StringDouble),
		rule(single, chroma.StringSingle),
		rule(`@[\w.]+`, chroma.NameDecorator),
		rule(words(`and as assert async await break class continue def del elif else except finally for from global if import in is
			lambda match nonlocal not or pass raise return try while with yield True False None self`), chroma.Keyword),
		rule(call, chroma.NameFunction),
	)
}

func cRules() chroma.Rules {
	return root(
		rule(`//[^\n]*`, chroma.CommentSingle),
		rule(`/\*[\s\S]*?\*/`, chroma.CommentMultiline),
		rule(`^[ \t]*#[^\n]*`, chroma.CommentPreproc),
		rule(double, chroma.StringDouble),
		rule(single, chroma.StringChar),
		rule(words(`abstract async await break case catch class const continue default delete do else enum extends extern final finally
			for foreach get goto if implements import in inline interface internal is namespace new null nullptr true false operator out
			override package private protected public readonly ref return sealed set sizeof static struct super switch template this
			throw throws try typedef typename union using virtual volatile while yield`), chroma.Keyword),
		rule(words(`auto bool boolean byte char decimal double float int int8_t int16_t int32_t int64_t long object short signed size_t
			string String uint uint8_t uint16_t uint32_t uint64_t unsigned var void`), chroma.KeywordType),
		rule(call, chroma.NameFunction),
	)
}

func scriptRules() chroma.Rules {
	return root(
		rule(`//[^\n]*`, chroma.CommentSingle),
		rule(`/\*[\s\S]*?\*/`, chroma.CommentMultiline),
		rule("`(\\\\.|[^`\\\\])*`?", chroma.StringBacktick),
		rule(double, chroma.StringDouble),
		rule(single, chroma.StringSingle),
		rule(words(`as async await break case catch class const continue default delete do else enum export extends finally for from
			function if implements import in instanceof interface let new null of private protected public readonly return static super
			switch this throw try type typeof undefined var void while yield true false`), chroma.Keyword),
		rule(words(`any boolean never number string unknown`), chroma.KeywordType),
		rule(call, chroma.NameFunction),
	)
}

func sqlRules() chroma.Rules {
	return root(
		rule(`--[^\n]*`, chroma.CommentSingle),
		rule(`/\*[\s\S]*?\*/`, chroma.CommentMultiline),
		rule(`'(''|[^'])*'?`, chroma.StringSingle),
		rule(`"[^"\n]*"?`, chroma.Name),
		rule(words(`add all alter and as asc between by case check column constraint create cross cte default delete desc distinct drop
			else end except exists foreign from full group having if in index inner insert intersect into is join key left like limit
			not null offset on or order outer over partition primary recursive references returning right select set table then union
			unique update using values view when where window with`), chroma.Keyword),
		rule(words(`bigint blob boolean char date decimal double float integer int json jsonb numeric real smallint text time timestamp
			timestamptz uuid varchar`), chroma.KeywordType),
		rule(call, chroma.NameFunction),
	)
}

// plcRules is structured text of IEC 61131-3, the language of controllers.
func plcRules() chroma.Rules {
	return root(
		rule(`//[^\n]*`, chroma.CommentSingle),
		rule(`\(\*[\s\S]*?\*\)`, chroma.CommentMultiline),
		rule(`\{[^}\n]*\}`, chroma.CommentPreproc),
		rule(`'(\$.|[^'\n])*'?`, chroma.StringSingle),
		rule(`"(\$.|[^"\n])*"?`, chroma.StringDouble),
		rule(`\b(T|TIME|D|DATE|TOD|DT|LT)#[\w.:-]+`, chroma.LiteralDate),
		rule(`%[IQM][XBWDL]?[\d.]+`, chroma.NameVariable),
		rule(`\b(2|8|16)#[0-9A-F_]+`, chroma.NumberHex),
		rule(words(`action and array at by case configuration constant do else elsif end_action end_case end_configuration end_for
			end_function end_function_block end_if end_program end_repeat end_resource end_struct end_type end_var end_while exit false
			for from function function_block if mod not of on or program repeat resource retain return step struct task then to
			transition true type until var var_access var_config var_external var_global var_in_out var_input var_output var_temp while
			with xor`), chroma.Keyword),
		rule(words(`bool byte date date_and_time dint dword int lint lreal lword real sint string time time_of_day udint uint ulint usint
			word wstring ton tof tp ctu ctd ctud r_trig f_trig`), chroma.KeywordType),
		rule(call, chroma.NameFunction),
	)
}

package frontmatter

// Mistake is what is wrong with a file, for its author.
type Mistake struct {
	Line     int    // of the file, from 1; 0 when it is the file as a whole
	Rule     string // one of the Rule constants
	Sentence string // what is wrong
	Fix      string // what to do, often the line to write
}

// The rules that a Mistake names.
const (
	RuleBadUTF8         = "bad-utf8"
	RuleBadYAML         = "bad-yaml"
	RuleDuplicateKey    = "duplicate-key"
	RuleFileTooLarge    = "file-too-large"
	RuleNoFrontMatter   = "no-front-matter"
	RuleNUL             = "nul"
	RuleOpenFrontMatter = "open-front-matter"
	RuleTab             = "tab"
	RuleUnquotedColon   = "unquoted-colon"
)

package mistake

import "insider/internal/frontmatter"

// Rule is one thing that can be wrong with the content folder.
type Rule struct {
	Name string // as in Mistake.Rule
	What string // when it is broken, in a few words
}

// The rules, each the name of its golden case in testdata/mistakes.
const (
	AudioIncomplete  = "audio-incomplete"
	AudioName        = "audio-name"
	AudioNotFound    = "audio-not-found"
	BadAlias         = "bad-alias"
	BadCategory      = "bad-category"
	BadChapter       = "bad-chapter"
	BadChoice        = "bad-choice"
	BadCountry       = "bad-country"
	BadDate          = "bad-date"
	BadDuration      = "bad-duration"
	BadFileName      = "bad-file-name"
	BadGUID          = "bad-guid"
	BadIntegrity     = "bad-integrity"
	BadLanguage      = "bad-language"
	BadLicense       = "bad-license"
	BadMail          = "bad-mail"
	BadNumber        = "bad-number"
	BadPicture       = "bad-picture"
	BadPlace         = "bad-place"
	BadRecipient     = "bad-recipient"
	BadRole          = "bad-role"
	BadRule          = "bad-rrule"
	BadService       = "bad-service"
	BadSlug          = "bad-slug"
	BadSoundbite     = "bad-soundbite"
	BadTranscript    = "bad-transcript"
	BadURL           = "bad-url"
	BadUTF8          = frontmatter.RuleBadUTF8
	BadVoice         = "bad-voice"
	BadYAML          = frontmatter.RuleBadYAML
	BadZone          = "bad-zone"
	BothForms        = "both-forms"
	BrokenAudio      = "broken-audio"
	ChapterBeyondEnd = "chapter-beyond-end"
	ChapterDoubled   = "chapter-doubled"
	ChapterOrder     = "chapter-order"
	CoverNotSquare   = "cover-not-square"
	CoverSize        = "cover-size"
	CoverType        = "cover-type"
	DanglingEpisode  = "dangling-episode"
	DanglingPerson   = "dangling-person"
	DoubledAlias     = "doubled-alias"
	DuplicateAudio   = "duplicate-audio"
	DuplicateGUID    = "duplicate-guid"
	DuplicateKey     = frontmatter.RuleDuplicateKey
	DuplicateNumber  = "duplicate-number"
	DuplicateSlug    = "duplicate-slug"
	EmptiedFolder    = "emptied-folder"
	EmptyTopic       = "empty-topic"
	FileNotFound     = "file-not-found"
	FileTooLarge     = frontmatter.RuleFileTooLarge
	GUIDChanged      = "guid-changed"
	LettersNotYet    = "letters-not-yet"
	Link             = "link"
	MissingAudio     = "missing-audio"
	MissingDate      = "missing-date"
	MissingGUID      = "missing-guid"
	MissingIndex     = "missing-index"
	MissingKey       = "missing-key"
	MissingShow      = "missing-show"
	MissingTitle     = "missing-title"
	Nesting          = "nesting"
	NoFrontMatter    = frontmatter.RuleNoFrontMatter
	NotMade          = "not-made"
	NUL              = frontmatter.RuleNUL
	NumberChanged    = "number-changed"
	OpenFrontMatter  = frontmatter.RuleOpenFrontMatter
	ShadowedRoute    = "shadowed-route"
	StaleCopy        = "stale-copy"
	Tab              = frontmatter.RuleTab
	Table            = "table"
	TooLong          = "too-long"
	UnknownFile      = "unknown-file"
	UnknownKey       = "unknown-key"
	UnknownVoice     = "unknown-voice"
	UnquotedColon    = frontmatter.RuleUnquotedColon
	Unreadable       = "unreadable"
	UpdatedEarly     = "updated-before-date"
	WrongType        = "wrong-type"
)

// rules says when each rule is broken; docs/content.md holds the same table.
var rules = []Rule{
	{AudioIncomplete, "audio by address without its size, type or duration"},
	{AudioName, "an audio file whose name ends like that of another kind"},
	{AudioNotFound, "the audio file is not there"},
	{BadAlias, "an alias that is not a path of this site"},
	{BadCategory, "a category that is not in Apple's list"},
	{BadChapter, "a chapter without time or title, or a chapters file that cannot be read"},
	{BadChoice, "a word that is not one of those the key knows"},
	{BadCountry, "a country that is no code of ISO 3166"},
	{BadDate, "a date in no known form, or a day that does not exist"},
	{BadDuration, "a duration that is neither seconds nor like 1:02:03"},
	{BadFileName, "a media file whose name needs more than letters, digits, dots, hyphens and underscores"},
	{BadGUID, "a guid that is no UUID in show.yaml, or not on one line"},
	{BadIntegrity, "a hash that is not written as browsers take it"},
	{BadLanguage, "a language that is no code such as en or nl-BE"},
	{BadLicense, "a licence that is neither in the list nor has an address"},
	{BadMail, "a mail address that is none"},
	{BadNumber, "a number below 1 or far too large"},
	{BadPicture, "a picture that cannot be read"},
	{BadPlace, "coordinates that are no place on Earth, or no object of OpenStreetMap"},
	{BadRecipient, "a recipient of payments whose address does not fit its type"},
	{BadRole, "a role, or its group, that the Podcast Taxonomy does not have"},
	{BadRule, "a recurrence rule that RFC 5545 does not allow"},
	{BadService, "a platform that podcast:block does not know"},
	{BadSlug, "a file name that gives no address: lower-case letters, digits and hyphens"},
	{BadSoundbite, "a soundbite of no length or beyond the end"},
	{BadTranscript, "a transcript that cannot be read"},
	{BadURL, "an address that is no http or https address"},
	{BadUTF8, "bytes that are not UTF-8"},
	{BadVoice, "a voice that is no person, pen 1, pen 2 or guest"},
	{BadYAML, "front matter that cannot be read for another reason"},
	{BadZone, "a time zone that is not in the list"},
	{BothForms, "name.md and name/index.md side by side"},
	{BrokenAudio, "an audio file that cannot be read"},
	{ChapterBeyondEnd, "a chapter that begins after the audio ends"},
	{ChapterDoubled, "two chapters with the same start"},
	{ChapterOrder, "a chapter that begins before the one above it"},
	{CoverNotSquare, "a cover that is not square"},
	{CoverSize, "a cover below 1400 or above 3000 pixels"},
	{CoverType, "a cover that is neither JPEG nor PNG, or has the other's extension"},
	{DanglingEpisode, "an article of an episode that does not exist"},
	{DanglingPerson, "a person without a file in people/"},
	{DoubledAlias, "an alias that two files claim, or where something lives"},
	{DuplicateAudio, "two episodes with the same audio address"},
	{DuplicateGUID, "two episodes with the same guid"},
	{DuplicateKey, "a key written twice"},
	{DuplicateNumber, "two full episodes of a season, or two articles, with the same number"},
	{DuplicateSlug, "two files that lead to the same address"},
	{EmptiedFolder, "all files of a kind vanished at once"},
	{EmptyTopic, "a topic without letters or digits"},
	{FileNotFound, "a picture, chapters file, transcript or download that is not there"},
	{FileTooLarge, "a text over 1 MiB, front matter over 64 KiB or a picture over 20 MiB"},
	{GUIDChanged, "a published episode got another guid"},
	{LettersNotYet, "a file in letters/, which is not read yet"},
	{Link, "a symbolic link, or something else that is no file"},
	{MissingAudio, "an episode without audio that is no draft"},
	{MissingDate, "an episode or article without a date that is no draft"},
	{MissingGUID, "an episode without a guid that is no draft, or a show without one"},
	{MissingIndex, "a folder without index.md"},
	{MissingKey, "another key that must be there"},
	{MissingShow, "no show.yaml, or no folder"},
	{MissingTitle, "no title, or a person without a name"},
	{Nesting, "lists and quotes nested too deep"},
	{NoFrontMatter, "a Markdown file that does not begin with front matter"},
	{NotMade, "a key for live items, publisher feeds or podping, which are not made here"},
	{NUL, "a zero byte in a text"},
	{NumberChanged, "a published episode got another number"},
	{OpenFrontMatter, "front matter without its closing line"},
	{ShadowedRoute, "a page or alias where the site itself has an address"},
	{StaleCopy, "a recording that changed after it was stamped"},
	{Tab, "a tab where YAML wants blanks"},
	{Table, "tables with too many cells"},
	{TooLong, "a text longer than directories take"},
	{UnknownFile, "a file or folder that the format does not know"},
	{UnknownKey, "a key that the kind does not know"},
	{UnknownVoice, "a voice whose label no transcript has"},
	{UnquotedColon, "a colon in a text without quotes"},
	{Unreadable, "a file that cannot be opened"},
	{UpdatedEarly, "updated lies before date"},
	{WrongType, "a value of another type than the key takes"},
}

// Rules returns every rule by name.
func Rules() []Rule { return append([]Rule(nil), rules...) }

package content

import "insider/internal/frontmatter"

// Rule is one thing that can be wrong with the content folder.
type Rule struct {
	Name string // as in Mistake.Rule
	What string // when it is broken, in a few words
}

// The rules, each the name of its golden case in testdata/mistakes.
const (
	ruleAudioIncomplete  = "audio-incomplete"
	ruleAudioName        = "audio-name"
	ruleAudioNotFound    = "audio-not-found"
	ruleBadAlias         = "bad-alias"
	ruleBadCategory      = "bad-category"
	ruleBadChapter       = "bad-chapter"
	ruleBadChoice        = "bad-choice"
	ruleBadCountry       = "bad-country"
	ruleBadDate          = "bad-date"
	ruleBadDuration      = "bad-duration"
	ruleBadFileName      = "bad-file-name"
	ruleBadGUID          = "bad-guid"
	ruleBadIntegrity     = "bad-integrity"
	ruleBadLanguage      = "bad-language"
	ruleBadLicense       = "bad-license"
	ruleBadMail          = "bad-mail"
	ruleBadNumber        = "bad-number"
	ruleBadPicture       = "bad-picture"
	ruleBadPlace         = "bad-place"
	ruleBadRecipient     = "bad-recipient"
	ruleBadRole          = "bad-role"
	ruleBadRule          = "bad-rrule"
	ruleBadService       = "bad-service"
	ruleBadSlug          = "bad-slug"
	ruleBadSoundbite     = "bad-soundbite"
	ruleBadTranscript    = "bad-transcript"
	ruleBadURL           = "bad-url"
	ruleBadUTF8          = frontmatter.RuleBadUTF8
	ruleBadVoice         = "bad-voice"
	ruleBadYAML          = frontmatter.RuleBadYAML
	ruleBadZone          = "bad-zone"
	ruleBothForms        = "both-forms"
	ruleBrokenAudio      = "broken-audio"
	ruleChapterBeyondEnd = "chapter-beyond-end"
	ruleChapterDoubled   = "chapter-doubled"
	ruleChapterOrder     = "chapter-order"
	ruleCoverNotSquare   = "cover-not-square"
	ruleCoverSize        = "cover-size"
	ruleCoverType        = "cover-type"
	ruleDanglingEpisode  = "dangling-episode"
	ruleDanglingPerson   = "dangling-person"
	ruleDoubledAlias     = "doubled-alias"
	ruleDuplicateAudio   = "duplicate-audio"
	ruleDuplicateGUID    = "duplicate-guid"
	ruleDuplicateKey     = frontmatter.RuleDuplicateKey
	ruleDuplicateNumber  = "duplicate-number"
	ruleDuplicateSlug    = "duplicate-slug"
	ruleEmptiedFolder    = "emptied-folder"
	ruleEmptyTopic       = "empty-topic"
	ruleFileNotFound     = "file-not-found"
	ruleFileTooLarge     = frontmatter.RuleFileTooLarge
	ruleGUIDChanged      = "guid-changed"
	ruleLettersNotYet    = "letters-not-yet"
	ruleLink             = "link"
	ruleMissingAudio     = "missing-audio"
	ruleMissingDate      = "missing-date"
	ruleMissingGUID      = "missing-guid"
	ruleMissingIndex     = "missing-index"
	ruleMissingKey       = "missing-key"
	ruleMissingShow      = "missing-show"
	ruleMissingTitle     = "missing-title"
	ruleNesting          = "nesting"
	ruleNoFrontMatter    = frontmatter.RuleNoFrontMatter
	ruleNotMade          = "not-made"
	ruleNUL              = frontmatter.RuleNUL
	ruleNumberChanged    = "number-changed"
	ruleOpenFrontMatter  = frontmatter.RuleOpenFrontMatter
	ruleShadowedRoute    = "shadowed-route"
	ruleStaleCopy        = "stale-copy"
	ruleTab              = frontmatter.RuleTab
	ruleTable            = "table"
	ruleTooLong          = "too-long"
	ruleUnknownFile      = "unknown-file"
	ruleUnknownKey       = "unknown-key"
	ruleUnknownVoice     = "unknown-voice"
	ruleUnquotedColon    = frontmatter.RuleUnquotedColon
	ruleUnreadable       = "unreadable"
	ruleUpdatedEarly     = "updated-before-date"
	ruleWrongType        = "wrong-type"
)

// rules says when each rule is broken; docs/content.md holds the same table.
var rules = []Rule{
	{ruleAudioIncomplete, "audio by address without its size, type or duration"},
	{ruleAudioName, "an audio file whose name ends like that of another kind"},
	{ruleAudioNotFound, "the audio file is not there"},
	{ruleBadAlias, "an alias that is not a path of this site"},
	{ruleBadCategory, "a category that is not in Apple's list"},
	{ruleBadChapter, "a chapter without time or title, or a chapters file that cannot be read"},
	{ruleBadChoice, "a word that is not one of those the key knows"},
	{ruleBadCountry, "a country that is no code of ISO 3166"},
	{ruleBadDate, "a date in no known form, or a day that does not exist"},
	{ruleBadDuration, "a duration that is neither seconds nor like 1:02:03"},
	{ruleBadFileName, "a media file whose name needs more than letters, digits, dots, hyphens and underscores"},
	{ruleBadGUID, "a guid that is no UUID in show.yaml, or not on one line"},
	{ruleBadIntegrity, "a hash that is not written as browsers take it"},
	{ruleBadLanguage, "a language that is no code such as en or nl-BE"},
	{ruleBadLicense, "a licence that is neither in the list nor has an address"},
	{ruleBadMail, "a mail address that is none"},
	{ruleBadNumber, "a number below 1 or far too large"},
	{ruleBadPicture, "a picture that cannot be read"},
	{ruleBadPlace, "coordinates that are no place on Earth, or no object of OpenStreetMap"},
	{ruleBadRecipient, "a recipient of payments whose address does not fit its type"},
	{ruleBadRole, "a role, or its group, that the Podcast Taxonomy does not have"},
	{ruleBadRule, "a recurrence rule that RFC 5545 does not allow"},
	{ruleBadService, "a platform that podcast:block does not know"},
	{ruleBadSlug, "a file name that gives no address: lower-case letters, digits and hyphens"},
	{ruleBadSoundbite, "a soundbite of no length or beyond the end"},
	{ruleBadTranscript, "a transcript that cannot be read"},
	{ruleBadURL, "an address that is no http or https address"},
	{ruleBadUTF8, "bytes that are not UTF-8"},
	{ruleBadVoice, "a voice that is no person, pen 1, pen 2 or guest"},
	{ruleBadYAML, "front matter that cannot be read for another reason"},
	{ruleBadZone, "a time zone that is not in the list"},
	{ruleBothForms, "name.md and name/index.md side by side"},
	{ruleBrokenAudio, "an audio file that cannot be read"},
	{ruleChapterBeyondEnd, "a chapter that begins after the audio ends"},
	{ruleChapterDoubled, "two chapters with the same start"},
	{ruleChapterOrder, "a chapter that begins before the one above it"},
	{ruleCoverNotSquare, "a cover that is not square"},
	{ruleCoverSize, "a cover below 1400 or above 3000 pixels"},
	{ruleCoverType, "a cover that is neither JPEG nor PNG, or has the other's extension"},
	{ruleDanglingEpisode, "an article of an episode that does not exist"},
	{ruleDanglingPerson, "a person without a file in people/"},
	{ruleDoubledAlias, "an alias that two files claim, or where something lives"},
	{ruleDuplicateAudio, "two episodes with the same audio address"},
	{ruleDuplicateGUID, "two episodes with the same guid"},
	{ruleDuplicateKey, "a key written twice"},
	{ruleDuplicateNumber, "two full episodes of a season, or two articles, with the same number"},
	{ruleDuplicateSlug, "two files that lead to the same address"},
	{ruleEmptiedFolder, "all files of a kind vanished at once"},
	{ruleEmptyTopic, "a topic without letters or digits"},
	{ruleFileNotFound, "a picture, chapters file, transcript or download that is not there"},
	{ruleFileTooLarge, "a text over 1 MiB, front matter over 64 KiB or a picture over 20 MiB"},
	{ruleGUIDChanged, "a published episode got another guid"},
	{ruleLettersNotYet, "a file in letters/, which is not read yet"},
	{ruleLink, "a symbolic link, or something else that is no file"},
	{ruleMissingAudio, "an episode without audio that is no draft"},
	{ruleMissingDate, "an episode or article without a date that is no draft"},
	{ruleMissingGUID, "an episode without a guid that is no draft, or a show without one"},
	{ruleMissingIndex, "a folder without index.md"},
	{ruleMissingKey, "another key that must be there"},
	{ruleMissingShow, "no show.yaml, or no folder"},
	{ruleMissingTitle, "no title, or a person without a name"},
	{ruleNesting, "lists and quotes nested too deep"},
	{ruleNoFrontMatter, "a Markdown file that does not begin with front matter"},
	{ruleNotMade, "a key for live items, publisher feeds or podping, which are not made here"},
	{ruleNUL, "a zero byte in a text"},
	{ruleNumberChanged, "a published episode got another number"},
	{ruleOpenFrontMatter, "front matter without its closing line"},
	{ruleShadowedRoute, "a page or alias where the site itself has an address"},
	{ruleStaleCopy, "a recording that changed after it was stamped"},
	{ruleTab, "a tab where YAML wants blanks"},
	{ruleTable, "tables with too many cells"},
	{ruleTooLong, "a text longer than directories take"},
	{ruleUnknownFile, "a file or folder that the format does not know"},
	{ruleUnknownKey, "a key that the kind does not know"},
	{ruleUnknownVoice, "a voice whose label no transcript has"},
	{ruleUnquotedColon, "a colon in a text without quotes"},
	{ruleUnreadable, "a file that cannot be opened"},
	{ruleUpdatedEarly, "updated lies before date"},
	{ruleWrongType, "a value of another type than the key takes"},
}

// Rules returns every rule by name.
func Rules() []Rule { return append([]Rule(nil), rules...) }

package quality

// Severity says how much a finding matters.
type Severity string

// The severities of findings.
const (
	Block Severity = "block" // must not be published
	Warn  Severity = "warn"  // a person should look before it is published
	Info  Severity = "info"  // for statistics
	Off   Severity = "off"   // not looked for: only in [Rules.Severities]
)

// The codes of findings. They are stable: exports and filters name them.
//
// Where a rule is there because accessibility checkers have it, they are named:
// W3C F30 is "Failure of Success Criterion 1.1.1 due to using text alternatives
// that are not alternatives", the others are axe-core, WAVE (alt_suspicious),
// Sa11y, Editoria11y, IBM Equal Access and HTML_CodeSniffer.
const (
	// Empty is a text without a letter and a digit: spaces only (axe
	// image-alt, WAVE, IBM img_alt_valid), or punctuation only (Editoria11y).
	Empty = "empty"
	// ErrorText is the message of a server or program that came in the place
	// of a caption.
	ErrorText = "error_text"
	// Refusal is a model that declines to answer, or says that it sees no
	// picture, in the first person and at the beginning.
	Refusal = "refusal"
	// Placeholder is a word or phrase that would suit any picture: W3C F30,
	// F38 and F39, WAVE's and Sa11y's single words.
	Placeholder = "placeholder"
	// Filename is the name of a file: W3C F30, WAVE, Sa11y's extensions and
	// digits, IBM img_alt_misuse.
	Filename = "filename"
	// Loop is a model that repeats itself.
	Loop = "loop"
	// Preamble is talk before the description: "Here is the alt text:", "This
	// image shows", and "image of", which WAVE and Editoria11y report, as WAVE
	// does a text that ends in "image" or "graphic".
	Preamble = "preamble"
	// Markup is what a page or program would read and a person would not:
	// Markdown, HTML, JSON.
	Markup = "markup"
	// Truncated is a text that ends in the middle of a sentence.
	Truncated = "truncated"
	// URL is a web address (Sa11y).
	URL = "url"
	// Dimensions are those of a picture in pixels (Sa11y).
	Dimensions = "dimensions"
	// TooLong is a text of more characters than advised: WAVE has 100, IBM
	// 150, Sa11y 250; no standard sets a limit.
	TooLong = "too_long"
	// TooShort is a text of one short word or less.
	TooShort = "too_short"
	// Redundant is a text that says what stands beside the picture already:
	// axe image-redundant-alt, HTML_CodeSniffer H2, Sa11y.
	Redundant = "redundant"
	// WrongLanguage is a text in another language than the one asked for.
	WrongLanguage = "wrong_language"
	// Duplicate is the same text on different pictures: of a model that is
	// stuck, or a site that serves one picture in the place of many.
	Duplicate = "duplicate"
	// PersonName is the name of a person whom the row does not mention: a
	// model that guesses who somebody is.
	PersonName = "person_name"
	// Voice is a text that speaks to its reader in part, or in the first person,
	// outside quotes and what stands in the picture, as people do of their own
	// pictures. Nothing but such words is a [Refusal], if they decline, ask or err.
	Voice = "voice"
)

// A Finding is one fault of an alt text.
type Finding struct {
	Code     string
	Severity Severity
	// Detail is a sentence for a person.
	Detail string
	// OfRow tells that the finding follows from what is known of the row, and
	// not from the text alone: the same answer may be good for another row.
	OfRow bool
}

// Blocks tells whether one of the findings forbids to publish the text.
func Blocks(findings []Finding) bool {
	for _, f := range findings {
		if f.Severity == Block {
			return true
		}
	}
	return false
}

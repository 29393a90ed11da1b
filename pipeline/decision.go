package pipeline

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/captionmill/captionmill/pipeline/quality"
)

// A Verdict is what a person says about the text of a row.
type Verdict string

// The verdicts of people. The zero value is none.
const (
	Approve Verdict = "approve" // this very text may be published
	Edit    Verdict = "edit"    // the person's own text takes its place
	Reject  Verdict = "reject"  // this very text must not be published
	// Ornament says that the picture is decorative: alt="" on purpose.
	Ornament Verdict = "decorative"
	// Undo takes back what was decided: the row is as if nobody had. It stands
	// on record, and no outcome has it.
	Undo Verdict = "undo"
)

// A Decision is what a person decided about a row and the pictures in it. None
// stands once the row has other pictures. An Edit and an Ornament stand whatever
// else is asked and answered about these; the other two are about the text that
// the person saw, and lapse when another answer takes its place.
type Decision struct {
	Verdict Verdict
	// Text is what is published: the text as it was when it was approved, or
	// the person's own. Of a text that the row had itself, and that no prediction
	// names, it is also what was rejected; "" where there was none, and whatever
	// the row has later is rejected too.
	Text string
	// Prediction is the one whose text the person saw, 0 for none.
	Prediction PredictionID
	// Pictures names those that the person saw, as [Ask.Seen] does; zero where
	// nobody knew them, and it is about those that the row has.
	Pictures Hash
	// By is who decided, "" where nobody said so.
	By string
	At time.Time
}

// shows tells whether the person saw the pictures that the row has now: those
// of the same names, or whose answer is the same because their bytes are.
func (d *Decision) shows(pictures Hash, now PredictionID) bool {
	return d.Pictures == Hash{} || d.Pictures == pictures || d.Prediction != 0 && d.Prediction == now
}

// stands tells whether the person saw the text that the row has now, where that
// matters.
func (d *Decision) stands(now PredictionID) bool {
	return d.Verdict == Edit || d.Verdict == Ornament || d.Prediction == now
}

// isPast tells whether a text that the row had itself was approved or rejected,
// and the row has another one by now, which is a person's word as well.
func (d *Decision) isPast(now string) bool {
	return d.Prediction == 0 && d.Text != "" && (d.Verdict == Approve || d.Verdict == Reject) && Likeness(d.Text) != Likeness(now)
}

// obey makes of a judged answer what a person decided, if it was about it and
// about the pictures of its row.
func (a *Answer) obey(d *Decision, now PredictionID, pictures Hash) {
	switch {
	case d.Verdict == "":
	case !d.shows(pictures, now):
		a.lapse("picture")
	case a.Status == RowKept && d.isPast(a.Draft):
	case !d.stands(now):
		a.lapse("text")
	case d.Verdict == Reject:
		a.AltText, a.Publish = "", PublishNo
		a.Reason, a.Detail = "rejected", "a person rejected this text; ask something else, or write one (edit)"
	default:
		a.publish(d)
	}
}

// publish lets out what a person approved or wrote. Why a question has failed
// is still said.
func (a *Answer) publish(d *Decision) {
	a.AltText, a.Publish = d.Text, PublishYes
	if d.Verdict == Approve && Likeness(d.Text) == Likeness(a.Draft) {
		a.AltText = a.Draft // in the style of this time
	}
	switch d.Verdict {
	case Approve:
		a.Long = a.LongDraft // which the person saw as well
	case Ornament:
		a.AltText, a.Publish = "", PublishDecorative
		a.disown(isFinding)
	case Edit:
		a.disown(isOfShort)
		a.Flags = append(a.Flags, flagHuman)
	}
	if a.Status == RowDone || a.Status == RowKept {
		a.Reason, a.Detail = "", ""
	}
}

// disown drops findings: they are about a text of the model's, which is not what
// is published.
func (a *Answer) disown(which func(flag string) bool) { a.Flags = slices.DeleteFunc(a.Flags, which) }

// isFinding tells the findings of the checks from the other flags.
func isFinding(flag string) bool { return flag != flagShared && flag != flagOurs }

// isOfShort tells whether a flag is a finding about anything but the long
// description, which stays the model's beside a text that a person wrote.
func isOfShort(flag string) bool {
	return isFinding(flag) && !strings.HasPrefix(flag, longName+":")
}

// lapse holds back a text that nobody has seen, of a row about which somebody
// had decided: about another text, or another picture.
func (a *Answer) lapse(other string) {
	if a.Publish == PublishYes {
		a.Publish, a.Reason = PublishReview, "redrafted"
		a.Detail = "a person decided about another " + other + " of this row; decide again"
	}
}

// PersonsWord tells whether a text that stands in a manifest is a person's as far as
// anybody can tell: no check blocks it.
func PersonsWord(text string) bool {
	return quality.Proposal(text) == "" && !quality.Blocks(quality.Check(text, text))
}

// Wrote tells whether a text is the one that was given here: the answer made
// clean, its short part, or what a person decided about it. Other spacing, which
// the way through other programs leaves behind, makes no difference, and neither
// does the style of an answer: the case of its first letter, and its last period.
func (o *Outcome) Wrote(text string) bool {
	return o.State == Done && wrote(text, o.Caption) || same(text, o.Decision.Text)
}

// wrote tells whether a text is what was published of an answer.
func wrote(text, caption string) bool {
	text = Likeness(text)
	return text != "" && slices.Contains(Likenesses(caption), text)
}

// Likenesses are those of what may have been published of an answer, in whatever
// style: of the answer made clean, and of the short part of one in parts. Neither
// that nor what was asked need be known.
func Likenesses(caption string) []string {
	all := []string{Likeness(quality.Clean(caption))}
	if short, _, inParts := quality.Parts(caption); inParts {
		all = append(all, Likeness(quality.Clean(short)))
	}
	return all
}

// Likeness is a text without what rules may change of its style, the case of its
// first letter and its last period, and with single spaces: what [Outcome.Wrote]
// compares texts with answers by. It is "" where there is no text.
func Likeness(text string) string {
	text = strings.TrimRight(strings.Join(strings.Fields(text), " "), ".。।")
	mark := ""
	if strings.HasPrefix(text, quality.Mark+" ") {
		mark, text = text[:len(quality.Mark)+1], text[len(quality.Mark)+1:]
	}
	if text == "" {
		return ""
	}
	first, n := utf8.DecodeRuneInString(text)
	return mark + string(unicode.ToLower(first)) + text[n:]
}

// same tells whether there is a text, and it is the other one.
func same(text, other string) bool {
	words := strings.Fields(text)
	return len(words) > 0 && (text == other || slices.Equal(words, strings.Fields(other)))
}

package sink

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"

	"github.com/captionmill/captionmill/pipeline"
)

// A Reference names a row's answer in a sheet: in which manifest, which row,
// which of its questions, and which text a person was shown.
type Reference struct {
	Manifest   int64
	Key        pipeline.Hash
	Prediction pipeline.PredictionID // 0 where there was no text of ours
	// Pictures are those that the person was shown. A prediction knows its own,
	// and beside one they are left out; zero where nobody knows.
	Pictures pipeline.Hash
	// Words stand for a text that the row had itself; zero beside a prediction,
	// and where there was none.
	Words Words
	Slot  string
}

// Words stand for all texts that differ in style alone, as [pipeline.Likeness]
// has it.
type Words [4]byte

// WordsOf are those of a text, zero where there is none.
func WordsOf(text string) (w Words) {
	if text = pipeline.Likeness(text); text != "" {
		sum := sha256.Sum256([]byte(text))
		copy(w[:], sum[:])
	}
	return w
}

// String is the reference in one word, such as
// "r1.00112233445566778899aabbccddeeff.42.de", or with "0-", the pictures, "-"
// and the words in the place of the prediction. It begins with a letter, so that no spreadsheet
// takes it for a number and rounds it.
func (r Reference) String() string {
	saw := strconv.FormatInt(int64(r.Prediction), 10)
	if r.Prediction == 0 {
		saw += r.shown()
	}
	return "r" + strconv.FormatInt(r.Manifest, 10) + "." + hex.EncodeToString(r.Key[:]) + "." + saw + "." + r.Slot
}

// shown is what a person saw where there is no prediction that knows it.
func (r Reference) shown() (saw string) {
	if r.Pictures != (pipeline.Hash{}) {
		saw = "-" + hex.EncodeToString(r.Pictures[:])
	}
	if r.Words != (Words{}) {
		saw = cmp.Or(saw, "-") + "-" + hex.EncodeToString(r.Words[:])
	}
	return saw
}

var errReference = errors.New("is no key of a review sheet; leave that column as it was")

// ParseReference takes a reference's text back apart.
func ParseReference(text string) (r Reference, err error) {
	parts := strings.SplitN(text, ".", 4)
	if len(parts) != 4 || !strings.HasPrefix(parts[0], "r") {
		return r, errReference
	}
	manifest, err1 := strconv.ParseInt(parts[0][1:], 10, 64)
	key, err2 := hex.DecodeString(parts[1])
	number, saw, _ := strings.Cut(parts[2], "-")
	prediction, err3 := strconv.ParseInt(number, 10, 64)
	saw, words, _ := strings.Cut(saw, "-")
	pictures, err4 := hex.DecodeString(saw)
	said, err5 := hex.DecodeString(words)
	r = Reference{Manifest: manifest, Prediction: pipeline.PredictionID(prediction), Slot: parts[3]}
	copy(r.Key[:], key)
	copy(r.Pictures[:], pictures)
	copy(r.Words[:], said)
	if errors.Join(err1, err2, err3, err4, err5) != nil || r.String() != text {
		return Reference{}, errReference
	}
	return r, nil
}

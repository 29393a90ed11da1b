package sink

import (
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
	Slot     string
}

// String is the reference in one word, such as
// "r1.00112233445566778899aabbccddeeff.42.de", or with "0-" and the pictures in
// the place of the prediction. It begins with a letter, so that no spreadsheet
// takes it for a number and rounds it.
func (r Reference) String() string {
	saw := strconv.FormatInt(int64(r.Prediction), 10)
	if r.Prediction == 0 && r.Pictures != (pipeline.Hash{}) {
		saw += "-" + hex.EncodeToString(r.Pictures[:])
	}
	return "r" + strconv.FormatInt(r.Manifest, 10) + "." + hex.EncodeToString(r.Key[:]) + "." + saw + "." + r.Slot
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
	pictures, err4 := hex.DecodeString(saw)
	r = Reference{Manifest: manifest, Prediction: pipeline.PredictionID(prediction), Slot: parts[3]}
	copy(r.Key[:], key)
	copy(r.Pictures[:], pictures)
	if errors.Join(err1, err2, err3, err4) != nil || r.String() != text {
		return Reference{}, errReference
	}
	return r, nil
}

package pipeline

import (
	"errors"
	"path/filepath"

	"github.com/captionmill/captionmill/manifest"
	"github.com/captionmill/captionmill/pipeline/model"
	"github.com/captionmill/captionmill/pipeline/picture"
	"github.com/captionmill/captionmill/pipeline/prompt"
	"github.com/captionmill/captionmill/pipeline/quality"
)

// Existing says what to do with rows that have alt text already.
type Existing string

const (
	// Keep leaves such rows alone; the zero value does the same.
	Keep Existing = "keep"
	// Redo asks about them all the same.
	Redo Existing = "redo"
	// RedoBad asks about those whose text must not be published.
	RedoBad Existing = "redo-bad"
)

// ImageKey says what makes two picture addresses the same picture.
type ImageKey string

const (
	// ByURL compares addresses without what only signs them; the zero value
	// does the same.
	ByURL ImageKey = "url"
	// ByPath compares addresses without any query.
	ByPath ImageKey = "url-without-query"
)

// An Asker makes the questions of manifest rows. Set its fields before use;
// it is not safe for concurrent use.
type Asker struct {
	Provider string
	Model    model.Model
	// Params are the model's parameters for every row, as given.
	Params map[string]any
	// Text is the prompt for every row that has none of its own. It is not
	// sent when Params hold a prompt or a preset of the model's own.
	Text string
	// Wordings take the place of Text: what every row is asked, each in a slot
	// of its own.
	Wordings []Wording
	// Columns name the columns that hold the texts of roles, by the roles of
	// [manifest.TextRoles]; Context looks for the others by their usual names,
	// and shows the row's alt text as well. Without either, no wording knows
	// more of a row than the columns that it calls by name.
	Columns  map[string]string
	Context  bool
	Existing Existing
	// Rules tell which texts must not be published, for RedoBad; nil is those
	// for alt text.
	Rules *quality.Rules
	// Facts, when set, tells what a row says about its pictures, for RedoBad: by
	// the texts that the manifest is read with besides those of [Asker.Texts],
	// and behind them.
	Facts    func(about *quality.Context, texts []string)
	ImageKey ImageKey
	// Folder is where relative file names begin, absolute.
	Folder string

	wordings  []wording
	texts     []manifest.Text
	languages map[string]prompt.Language
}

// Check says whether the questions for all rows can be asked at all, before
// any is read. Errors are sentences for the person who gave the parameters.
func (a *Asker) Check() error {
	var err error
	a.texts, a.languages = a.Texts(), map[string]prompt.Language{}
	a.wordings, err = a.words()
	return err
}

// Prompt is what rows are asked that have no words of their own, and of which
// nothing is known: the first of such questions.
func (a *Asker) Prompt() *Prompt { return a.wordings[0].common }

// Row turns a manifest's row into the ledger's: its fate, or its questions. A
// row that cannot be asked about is a failed row, not an error. [Asker.Check]
// comes first, and the manifest is read with [Asker.Texts]; the result shares
// memory with the manifest's row.
func (a *Asker) Row(in *manifest.Row) Row {
	row := Row{Line: in.Line, ID: in.ID, Images: jsonStrings(in.Images), Cells: in.Object}
	if in.Object == nil {
		row.Cells = jsonStrings(in.Cells)
	}
	switch {
	case in.Problem != nil:
		row.fail(in.Problem.Reason, in.Problem.Detail)
	case in.HasAlt && !a.again(in):
		row.Fate, row.Alt = RowKept, in.Alt
	case len(in.Images) == 0:
		row.Fate, row.Reason, row.Detail = RowSkipped, "no_image", "the row names no image"
	default:
		a.ask(&row, in)
	}
	if row.Fate != "" {
		row.Pictures = a.seen(in)
	}
	row.Key = rowKey(in)
	return row
}

// seen names the pictures of a row that asks nothing, zero where there are none. What
// can be no picture's name goes by what is written there, so that a person's text for
// it does not pass to the picture that comes in its place.
func (a *Asker) seen(in *manifest.Row) Hash {
	if len(in.Images) == 0 {
		return Hash{}
	}
	names, err := a.names(in.Images)
	if err != nil {
		names = append([]string{unnamed}, in.Images...)
	}
	return seen(names)
}

// unnamed stands before references that are no picture's. No name is like it.
const unnamed = "unnamed"

// again tells whether a row is asked about in spite of the text that it has.
// An empty text is no bad one: somebody called the picture decorative. Others
// are held against their rows, as they are in a check of the manifest; with one
// another they are not compared.
func (a *Asker) again(in *manifest.Row) bool {
	switch {
	case a.Existing == Redo:
		return true
	case a.Existing != RedoBad || in.Alt == "":
		return false
	}
	about := quality.Context{Images: in.Images}
	if a.Facts != nil {
		a.Facts(&about, in.Texts[len(a.texts):])
	}
	return quality.Blocks(a.Rules.Check(in.Alt, in.Alt, &about))
}

// ask adds the row's questions.
func (a *Asker) ask(row *Row, in *manifest.Row) {
	names, err := a.names(in.Images)
	if err != nil {
		row.problem(err)
		return
	}
	if _, err := a.Model.Pictures(in.Images); err != nil {
		row.fail("bad_request", err.Error())
		return
	}
	known, err := a.know(in)
	if err != nil {
		row.fail("bad_lang", err.Error())
		return
	}
	if row.Asks, err = a.asks(in, known, names); err != nil {
		row.fail("bad_param", err.Error())
	}
}

// Pictures names the pictures of a row as its questions do, if that is what makes
// two addresses the same picture, and relative file names begin in that folder.
func Pictures(images []string, by ImageKey, folder string) (Hash, error) {
	names, err := (&Asker{ImageKey: by, Folder: folder}).names(images)
	return seen(names), err
}

// names are what a row's pictures are called, in order.
func (a *Asker) names(images []string) (names []string, err error) {
	names = make([]string, len(images))
	for i, image := range images {
		if names[i], err = a.name(image); err != nil {
			return nil, err
		}
	}
	return names, nil
}

// name is what a picture is called wherever it is the same one.
func (a *Asker) name(image string) (string, error) {
	ref, err := picture.Parse(image)
	if err != nil {
		return "", err
	}
	if ref.Path == "" {
		return ref.Name(picture.NameOptions{DropQuery: a.ImageKey == ByPath}), nil
	}
	if !filepath.IsAbs(ref.Path) {
		ref.Path = filepath.Join(a.Folder, ref.Path)
	}
	return picture.FileName(ref.Path), nil
}

// rowKey names a row within its manifest.
func rowKey(in *manifest.Row) Hash {
	if in.ID != "" {
		return sum("captionmill row v1", "id", in.ID)
	}
	return sum(append([]string{"captionmill row v1", "images"}, in.Images...)...)
}

func (r *Row) fail(reason, detail string) {
	r.Fate, r.Reason, r.Detail = RowFailed, reason, detail
}

func (r *Row) problem(err error) {
	if p, ok := errors.AsType[*picture.Problem](err); ok {
		r.fail(p.Reason, p.Detail)
		return
	}
	r.fail("bad_reference", err.Error())
}

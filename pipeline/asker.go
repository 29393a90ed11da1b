package pipeline

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"

	"github.com/captionmill/captionmill/manifest"
	"github.com/captionmill/captionmill/pipeline/model"
	"github.com/captionmill/captionmill/pipeline/picture"
)

// Existing says what to do with rows that have alt text already.
type Existing string

const (
	// Keep leaves such rows alone; the zero value does the same.
	Keep Existing = "keep"
	// Redo asks about them all the same.
	Redo Existing = "redo"
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
	Text     string
	Existing Existing
	ImageKey ImageKey
	// Folder is where relative file names begin, absolute.
	Folder string

	common *Prompt // of rows without words of their own
}

// Check says whether the questions for all rows can be asked at all, before
// any is read. Errors are sentences for the person who gave the parameters.
func (a *Asker) Check() error {
	var err error
	a.common, err = a.prompt(nil, "")
	return err
}

// Prompt is what rows are asked that have no words of their own.
func (a *Asker) Prompt() *Prompt { return a.common }

// Row turns a manifest's row into the ledger's: its fate, or its questions. A
// row that cannot be asked about is a failed row, not an error. [Asker.Check]
// comes first; the result shares memory with the manifest's row.
func (a *Asker) Row(in *manifest.Row) Row {
	row := Row{Line: in.Line, ID: in.ID, Images: jsonStrings(in.Images), Cells: in.Object}
	if in.Object == nil {
		row.Cells = jsonStrings(in.Cells)
	}
	switch {
	case in.Problem != nil:
		row.fail(in.Problem.Reason, in.Problem.Detail)
	case in.HasAlt && a.Existing != Redo:
		row.Fate, row.Alt = RowKept, in.Alt
	case len(in.Images) == 0:
		row.Fate, row.Reason, row.Detail = RowSkipped, "no_image", "the row names no image"
	default:
		a.ask(&row, in)
	}
	row.Key = rowKey(in)
	return row
}

// ask adds the row's question.
func (a *Asker) ask(row *Row, in *manifest.Row) {
	names := make([]string, len(in.Images))
	for i, image := range in.Images {
		name, err := a.name(image)
		if err != nil {
			row.problem(err)
			return
		}
		names[i] = name
	}
	if _, err := a.Model.Pictures(in.Images); err != nil {
		row.fail("bad_request", err.Error())
		return
	}
	prompt := a.common
	if len(in.Params) > 0 || in.Prompt != "" {
		var err error
		if prompt, err = a.prompt(in.Params, in.Prompt); err != nil {
			row.fail("bad_param", err.Error())
			return
		}
	}
	row.Asks = []Ask{{Prompt: prompt, Pictures: names}}
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

// prompt puts the run's and a row's own words together.
func (a *Asker) prompt(own map[string]any, text string) (*Prompt, error) {
	params := maps.Clone(a.Params)
	if params == nil {
		params = map[string]any{}
	}
	for name, v := range own {
		if known, ok := a.Model.Parameter(name); ok && known.NoIdentity {
			return nil, fmt.Errorf("%s is set for a whole run, not for one row; use --param %s=…", name, name)
		}
		params[name] = v
	}
	a.replace(params, own)
	if text != "" && a.Model.PromptParam == "" {
		return nil, fmt.Errorf("%s takes no prompt, but the row has one; leave it away", a.Model.Name)
	}
	if text != "" {
		delete(params, a.Model.PresetParam)
		params[a.Model.PromptParam] = text
	} else if a.Model.TakesPrompt(params) && a.Text != "" {
		params[a.Model.PromptParam] = a.Text
	}
	input, err := a.Model.Resolve(params)
	if err != nil {
		return nil, err
	}
	return &Prompt{Provider: a.Provider, Model: a.Model.ID, Label: a.Model.Name, Params: string(a.Model.Identity(input))}, nil
}

// replace drops what a row's own prompt or preset takes the place of: the run's
// preset or prompt. A row that has both itself contradicts itself.
func (a *Asker) replace(params, own map[string]any) {
	prompt, preset := own[a.Model.PromptParam] != nil, own[a.Model.PresetParam] != nil
	switch {
	case preset && !prompt:
		delete(params, a.Model.PromptParam)
	case prompt && !preset:
		delete(params, a.Model.PresetParam)
	}
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

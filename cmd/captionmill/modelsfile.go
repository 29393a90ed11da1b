package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/captionmill/captionmill/pipeline/model"
	"github.com/captionmill/captionmill/pipeline/price"
	"github.com/captionmill/captionmill/sink"
)

// A change is one entry of a configuration that follows the catalogue: a price
// of a model that the table has, or a model that it lacks.
type change struct {
	Model   string        `json:"model"`
	Setting string        `json:"setting"` // prices or models
	From    *price.Micros `json:"from_usd,omitempty"`
	To      price.Micros  `json:"to_usd"`

	name   string // of a model of the table
	own    model.Model
	varies bool // the price depends on what is asked
}

// String is the line that tells a person.
func (c change) String() string {
	note := ""
	if c.varies {
		note = "; it depends on what is asked"
	}
	if c.Setting == "prices" {
		return fmt.Sprintf("prices: %s: %s, was %s%s", c.Model, c.To, *c.From, note)
	}
	words := "no prompt"
	if c.own.PromptParam != "" {
		words = "the prompt in " + c.own.PromptParam
	}
	return fmt.Sprintf("models: %s: %s%s; pictures in %s, %s", c.Model, c.To, note, c.own.ImageParam, words)
}

// changes are what a configuration needs so that the listed models cost what
// the catalogue says. A model that the table lacks is only added when a person
// has named it. A price of nothing is not taken from a catalogue: it would
// empty every cap of its meaning.
func (l *lister) changes(listed []listedModel, named bool) ([]change, error) {
	var all []change
	for _, m := range listed {
		switch {
		case m.Mark == markDiffers && *m.Price == 0:
			l.sayf("warning: the catalogue says that %s costs nothing; its price stays %s", m.Model, *m.Table)
		case m.Mark == markDiffers:
			all = append(all, change{Model: m.Model, Setting: "prices", From: m.Table, To: *m.Price, name: m.Name, varies: m.Formula != ""})
		case m.Mark == markNew && named:
			own, err := m.guess()
			if err != nil {
				return nil, usage(err)
			}
			all = append(all, change{Model: m.Model, Setting: "models", To: *m.Price, own: own, varies: m.Formula != ""})
		}
	}
	return all, nil
}

// guess is a model as a configuration describes it, by the names of its
// parameters.
func (l listedModel) guess() (model.Model, error) {
	m := model.Model{ID: l.Model, Price: *l.Price}
	switch has := func(name string) bool { return slices.Contains(l.parameters, name) }; {
	case m.Price == 0:
		return m, fmt.Errorf("%s: the catalogue says that it costs nothing, which is not taken over; add it by hand with what it costs", l.Model)
	case len(l.parameters) == 0:
		return m, fmt.Errorf("%s: the catalogue does not say what it takes, so that it cannot be told where pictures go; add it by hand", l.Model)
	case has("image"):
		m.ImageParam = "image"
	case has("images"):
		m.ImageParam, m.ManyImages = "images", true
	default:
		return m, fmt.Errorf("%s takes no pictures: among its parameters there is neither image nor images, but %s",
			l.Model, clip(printable(strings.Join(l.parameters, ", ")), 110))
	}
	for _, name := range []string{"custom_prompt", "prompt"} {
		if m.PromptParam == "" && slices.Contains(l.parameters, name) {
			m.PromptParam = name
		}
	}
	return m, nil
}

// put makes one change in the text of a configuration.
func (c change) put(text string) (string, error) {
	o, err := outlineOf(text)
	if err != nil {
		return "", err
	}
	if c.Setting == "models" {
		fields := fieldsOf(c.own)
		return o.add("models", addition{lines: dashed(fields), flow: "{" + strings.Join(fields, ", ") + "}", empty: "[%]"})
	}
	if e := o.setting("prices"); e != nil {
		for _, pair := range pairsIn(e.Value) {
			if key := pair.Key.GetToken().Value; key == c.Model || key == c.name {
				return o.replace(pair.Value, c.To.Decimal())
			}
		}
	}
	pair := c.Model + ": " + c.To.Decimal()
	return o.add("prices", addition{lines: []string{pair}, flow: pair, empty: "{%}"})
}

// fieldsOf are the settings of a model, as NAME: VALUE.
func fieldsOf(m model.Model) []string {
	cost := m.Price.Decimal()
	if m.Price < price.Dollar/10_000 {
		cost = `"` + cost + `"` // YAML would make 1e-05 of so small a number
	}
	fields := []string{"id: " + m.ID, "price: " + cost, "image_param: " + m.ImageParam}
	if m.ManyImages {
		fields = append(fields, "many_images: true")
	}
	if m.PromptParam != "" {
		fields = append(fields, "prompt_param: "+m.PromptParam)
	}
	return fields
}

// dashed are the lines of a list's entry.
func dashed(fields []string) []string {
	lines := slices.Clone(fields)
	for i := range lines {
		lines[i] = "  " + lines[i]
	}
	lines[0] = "- " + fields[0]
	return lines
}

// edited is a configuration with all changes, read again to be sure that it
// says these and nothing else that is new.
func edited(name, text string, changes []change) (string, error) {
	after := text
	for _, c := range slices.Backward(changes) { // each takes the first place
		var err error
		if after, err = c.put(after); err != nil {
			return "", byHand(name, changes, err)
		}
	}
	if err := sameBut(name, text, after, changes); err != nil {
		return "", byHand(name, changes, err)
	}
	return after, nil
}

// byHand is what a person has to do where a program cannot.
func byHand(name string, changes []change, err error) error {
	lines := make([]string, len(changes))
	for i, c := range changes {
		lines[i] = c.String()
	}
	return usage(fmt.Errorf("%s stays as it was: %w; change it by hand: %s", printable(name), err, clip(strings.Join(lines, " · "), 1000)))
}

// errOther is that an edit has changed more, or less, than it was to change.
var errOther = errors.New("a change would touch more than was meant")

// sameBut makes sure that two configurations differ in some changes alone.
func sameBut(name, before, after string, changes []change) error {
	was, err := configured(name, before)
	if err != nil {
		return err
	}
	is, err := configured(name, after)
	if err != nil {
		return err
	}
	models, prices := was.expect(changes)
	if !reflect.DeepEqual(pricesOf(is), prices) || !slices.EqualFunc(is.ownModels, models, func(a, b model.Model) bool { return reflect.DeepEqual(a, b) }) {
		return errOther
	}
	for _, s := range []*settings{was, is} { // and now everything else
		s.ownModels, s.ownPrices, s.config = nil, nil, ""
	}
	if !reflect.DeepEqual(was, is) {
		return errOther
	}
	return nil
}

// expect is what a configuration has to say after some changes.
func (s *settings) expect(changes []change) (model.Table, map[string]price.Micros) {
	var models model.Table
	prices := pricesOf(s)
	for _, c := range changes {
		key := c.Model
		if _, ok := prices[c.name]; ok {
			key = c.name
		}
		if c.Setting == "prices" {
			prices[key] = c.To
			continue
		}
		c.own.Name = c.own.ID
		models = append(models, c.own)
	}
	return append(models, s.ownModels...), prices
}

func pricesOf(s *settings) map[string]price.Micros {
	all := map[string]price.Micros{}
	for _, p := range s.ownPrices {
		all[p.Model] = p.Price
	}
	return all
}

// configured reads a text as a run would read it as its configuration.
func configured(name, text string) (*settings, error) {
	dir, err := os.MkdirTemp("", "captionmill-models-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	var s settings
	flags := s.borrow(pflag.NewFlagSet("models", pflag.ContinueOnError))
	s.config = filepath.Join(dir, filepath.Base(name))
	if err := os.WriteFile(s.config, []byte(text), 0o600); err != nil {
		return nil, err
	}
	err = s.readConfig(flags)
	if err == nil {
		_, err = loadModels(&s)
	}
	if err != nil {
		err = errors.New(strings.ReplaceAll(err.Error(), dir+string(filepath.Separator), ""))
	}
	return &s, err
}

// rewrite makes some changes in a configuration, which need not be there yet.
func rewrite(name string, changes []change) error {
	if len(changes) == 0 {
		return nil
	}
	before, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return usage(unopened("--write "+printable(name), err))
	}
	after, err := edited(name, string(before), changes)
	if err != nil {
		return err
	}
	return save(name, after)
}

// save puts a configuration in its place, all at once.
func save(name, text string) error {
	f, err := sink.Create(name)
	if err != nil {
		return usage(unopened("--write "+printable(name), err))
	}
	defer f.Close()
	if _, err := io.WriteString(f, text); err != nil {
		return err
	}
	return f.Commit()
}

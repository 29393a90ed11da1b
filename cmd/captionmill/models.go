package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/captionmill/captionmill/pipeline/price"
)

// patientWithCatalogue is the longest wait for the catalogue, which is large.
const patientWithCatalogue = 2 * time.Minute

// A lister lists models, and may take their prices over.
type lister struct {
	*session
	all   bool
	write string // the configuration to write, "" for none
}

func newModels(std streams) *cobra.Command {
	var (
		s settings
		l lister
	)
	c := &cobra.Command{
		Use:   "models [MODEL]…",
		Short: "List the API's models and prices beside those that captionmill knows",
		Long: `models lists the API's catalogue, with what a call costs by the API and by the
table of models that captionmill has: same, differs, new (the table lacks the
model) or gone (the catalogue lacks it).

Without a MODEL it lists those that caption pictures: what the table has, what
is of type image-to-text, and what takes image or images and is of another type
that ends in -to-text or names an llm or vlm. --all lists the others as well.

--write FILE.yaml takes the catalogue's prices over into a configuration, under
prices; it is made where it is not there, and all else in it stays as it is. A
MODEL that the table lacks is added under models. Only what would be listed is
written.`,
	}
	flags := s.borrow(c.Flags(), "config", "base-url", "emulate", "json")
	c.Flags().BoolVar(&l.all, "all", false, "also models that do not caption pictures")
	c.Flags().StringVar(&l.write, "write", "", "take the prices over into the configuration `FILE`")
	c.RunE = func(c *cobra.Command, args []string) (err error) {
		if err := l.open(&s, flags, std, c.Flags().Changed("write")); err != nil {
			return err
		}
		defer func() { err = firstOf(err, l.close()) }()
		return l.run(c.Context(), args)
	}
	return c
}

// open reads the settings, and begins to ask the API.
func (l *lister) open(s *settings, flags *pflag.FlagSet, std streams, writes bool) (err error) {
	if writes {
		if err := s.configureBy(l.write); err != nil {
			return usage(err)
		}
	}
	if err := s.prepare(flags); err != nil {
		return err
	}
	if writes && s.emulate {
		return usage(errors.New("--write takes real prices over, and --emulate only plays the API: leave one of them away"))
	}
	l.session, err = apiSession(s, std)
	return err
}

// configureBy makes the file that is to be written the configuration, so that
// what it says already is no difference.
func (s *settings) configureBy(write string) error {
	info, err := os.Stat(write)
	switch {
	case write == "" || write == "-":
		return errors.New("--write: name a file, such as captionmill.yaml")
	case s.config != "" && filepath.Clean(s.config) != filepath.Clean(write):
		return fmt.Errorf("--config %s and --write %s name two configurations: leave --config away, or name the same file", printable(s.config), printable(write))
	case errors.Is(err, fs.ErrNotExist):
		s.config = "" // there will be one
		return nil
	case err == nil && info.IsDir():
		return fmt.Errorf("--write %s: it is a folder; name a file inside it", printable(write))
	}
	s.config = write
	return nil
}

// run puts the catalogue beside the table.
func (l *lister) run(ctx context.Context, names []string) (err error) {
	if l.models, err = loadModels(l.settings); err != nil {
		return err
	}
	patient, cancel := context.WithTimeout(ctx, patientWithCatalogue)
	defer cancel()
	offers, err := l.client.Models(patient)
	if err != nil {
		return unheard(ctx, err)
	}
	listed, err := choose(compare(offers, l.models), l.models, names, l.all)
	if err != nil {
		return err
	}
	if l.write == "" {
		return l.show(listed, nil)
	}
	changes, err := l.changes(listed, len(names) > 0)
	if err != nil {
		return err
	}
	if err := rewrite(l.write, changes); err != nil {
		return err
	}
	return l.show(listed, changes)
}

// catalogue is the list for other programs.
type catalogue struct {
	Schema  int           `json:"schema"`
	Models  []listedModel `json:"models"`
	Changes []change      `json:"changes,omitempty"` // what was written
}

// show prints the list, or what was written.
func (l *lister) show(listed []listedModel, changes []change) error {
	switch {
	case l.json:
		return json.NewEncoder(l.std.out).Encode(catalogue{Schema: 1, Models: append([]listedModel{}, listed...), Changes: changes})
	case l.write == "":
		return tabulate(l.std.out, listed)
	case len(changes) == 0:
		_, err := fmt.Fprintf(l.std.out, "nothing to change in %s\n", printable(l.write))
		return err
	}
	for _, c := range changes {
		if _, err := fmt.Fprintln(l.std.out, c); err != nil {
			return err
		}
	}
	return nil
}

// tabulate writes the list for people.
func tabulate(w io.Writer, listed []listedModel) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "MODEL\tNAME\tAPI\tTABLE\tMARK")
	for _, l := range listed {
		fmt.Fprintf(t, "%s\t%s\t%s%s\t%s\t%s\n", clip(l.Model, 120), dash(l.Name), cost(l.Price), l.star(), cost(l.Table), l.Mark)
	}
	if slices.ContainsFunc(listed, func(l listedModel) bool { return l.Formula != "" }) {
		fmt.Fprintln(t, "* depends on what is asked; --json has the formula")
	}
	return t.Flush()
}

// star marks a price that the input changes.
func (l listedModel) star() string {
	if l.Formula != "" {
		return "*"
	}
	return ""
}

func cost(p *price.Micros) string {
	if p == nil {
		return "-"
	}
	return p.String()
}

func dash(name string) string {
	if name == "" {
		return "-"
	}
	return name
}

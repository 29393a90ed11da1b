package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/captionmill/captionmill/configs"
	"github.com/captionmill/captionmill/pipeline/prompt"
)

func newPrompts(std streams) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "prompts",
		Short: "List, show and copy the prompts that ship",
		Long: `prompts, or prompts list, lists the presets that ship with captionmill, every
version of each: a text never changes, a better one is a new version. --preset
and --ask take them by name, which means the newest version, or as NAME@VERSION.

prompts show NAME prints the text, and prompts copy NAME FILE writes it to a
file, as a beginning of a prompt of your own for --prompt @FILE.`,
		Args: noCommand,
		RunE: func(*cobra.Command, []string) error { return listPrompts(std.out, asJSON) },
	}
	list := &cobra.Command{Use: "list", Short: "List the prompts, as prompts alone does", Args: noCommand, RunE: c.RunE}
	show := &cobra.Command{
		Use:   "show NAME",
		Short: "Print the text of a prompt",
		RunE:  func(_ *cobra.Command, args []string) error { return showPrompt(std.out, args, asJSON) },
	}
	copyTo := &cobra.Command{
		Use:   "copy NAME FILE",
		Short: "Write the text of a prompt to a new file",
		RunE:  func(_ *cobra.Command, args []string) error { return copyPrompt(std.err, args) },
	}
	for _, verb := range []*cobra.Command{c, list, show} {
		verb.Flags().BoolVar(&asJSON, "json", false, "one JSON object")
	}
	c.AddCommand(list, show, copyTo)
	return c
}

// A shownPrompt is a preset for other programs.
type shownPrompt struct {
	Name     string      `json:"name"`
	Version  int         `json:"version"`
	Kind     prompt.Kind `json:"kind"`
	MaxChars int         `json:"max_chars,omitempty"`
	Task     string      `json:"task,omitempty"`
	About    string      `json:"about"`
	Fields   []string    `json:"fields"`
	Text     string      `json:"text,omitempty"`
}

func newShownPrompt(p prompt.Preset) (shownPrompt, error) {
	shown := shownPrompt{Name: p.Name, Version: p.Version, Kind: p.Kind, MaxChars: p.MaxChars, Task: p.Task, About: p.About, Text: p.Text, Fields: []string{}}
	t, err := prompt.Parse(p.String(), p.Text)
	if err != nil {
		return shown, err
	}
	for _, u := range t.Uses() {
		shown.Fields = append(shown.Fields, u.Field)
	}
	return shown, nil
}

// listPrompts lists every preset, without its text.
func listPrompts(w io.Writer, asJSON bool) error {
	presets, err := prompt.Load(configs.Presets())
	if err != nil {
		return err
	}
	list := struct {
		Schema  int           `json:"schema"`
		Prompts []shownPrompt `json:"prompts"`
	}{Schema: 1}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "PROMPT\tKIND\tABOUT")
	for _, p := range presets {
		shown, err := newShownPrompt(p)
		if err != nil {
			return err
		}
		shown.Text = ""
		list.Prompts = append(list.Prompts, shown)
		fmt.Fprintf(t, "%s\t%s\t%s\n", p, p.Kind, p.About)
	}
	if asJSON {
		return json.NewEncoder(w).Encode(list)
	}
	return t.Flush()
}

// showPrompt prints one preset.
func showPrompt(w io.Writer, args []string, asJSON bool) error {
	if len(args) != 1 {
		return usage(errors.New("name one prompt, such as captionmill prompts show alt-text"))
	}
	p, err := presetNamed(args[0])
	if err != nil {
		return usage(err)
	}
	if asJSON {
		shown, err := newShownPrompt(p)
		return firstOf(err, json.NewEncoder(w).Encode(shown))
	}
	text := p.Text
	if p.Task != "" {
		text = fmt.Sprintf("%s has no text: it stands for the task %q of the model's own", p, p.Task)
	}
	_, err = fmt.Fprintln(w, text)
	return err
}

// presetNamed finds a preset among those that ship.
func presetNamed(name string) (prompt.Preset, error) {
	presets, err := prompt.Load(configs.Presets())
	if err != nil {
		return prompt.Preset{}, err
	}
	return presets.Find(name)
}

// copyPrompt writes a preset's text to a file that is not there yet.
func copyPrompt(said io.Writer, args []string) error {
	if len(args) != 2 {
		return usage(errors.New("name a prompt and a file, such as captionmill prompts copy alt-text my-alt-text.txt"))
	}
	p, err := presetNamed(args[0])
	if err != nil {
		return usage(err)
	}
	if p.Task != "" {
		return usage(fmt.Errorf("%s has no text to copy: it stands for the task %q of the model's own", p, p.Task))
	}
	if err := writeNew(args[1], p.Text+"\n"); errors.Is(err, fs.ErrExist) {
		return usage(fmt.Errorf("%s is there already, and is left as it is; name a new file", printable(args[1])))
	} else if err != nil {
		return usage(unopened(printable(args[1]), err))
	}
	_, err = fmt.Fprintf(said, "wrote %s: captionmill run --prompt @%s\n", printable(args[1]), printable(args[1]))
	return err
}

// writeNew writes a file, but never over another one.
func writeNew(name, text string) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = io.WriteString(f, text)
	return errors.Join(err, f.Close())
}

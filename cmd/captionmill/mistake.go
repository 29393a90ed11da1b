package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"github.com/goccy/go-yaml"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// wrongFlag says what is wrong with a flag, and what may have been meant.
func wrongFlag(c *cobra.Command, err error) error {
	if unknown, ok := errors.AsType[*pflag.NotExistError](err); ok && unknown.GetSpecifiedName() != "" {
		name := unknown.GetSpecifiedName()
		err = fmt.Errorf("there is no flag --%s%s", printable(name), perhaps("--", name, flagNames(c.Flags())))
	}
	if wrong, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		err = fmt.Errorf("--%s: %w", wrong.GetFlag().Name, wrongValue(wrong.GetFlag(), wrong.GetValue(), wrong.Unwrap()))
	}
	return usage(fmt.Errorf("%w; see %s --help", err, c.CommandPath()))
}

// wrongValue says what a flag takes in the place of a value that it refused.
func wrongValue(flag *pflag.Flag, value string, err error) error {
	wants := map[string]string{"bool": "true or false", "duration": "a time such as 20s or 6h",
		"float64": "a number", "uint64": "a whole number from 0"}[flag.Value.Type()]
	if wants == "" {
		return err // our own flags say it themselves
	}
	return fmt.Errorf("%q is not %s", value, wants)
}

// noCommand refuses words where none belong: a verb that does not exist, or
// arguments of a verb that takes none.
func noCommand(c *cobra.Command, args []string) error {
	switch {
	case len(args) == 0:
		return nil
	case c.HasParent():
		return usage(fmt.Errorf("%s takes no arguments, and got %q; see %s --help", c.CommandPath(), args[0], c.CommandPath()))
	}
	return usage(fmt.Errorf("there is no command %q%s; see %s --help", args[0], perhaps("", args[0], verbs(c)), c.CommandPath()))
}

// perhaps is what was most likely meant by a word that is not among the known,
// in brackets, "" when none is near.
func perhaps(prefix, word string, known []string) string {
	var c cobra.Command // which knows how to find near names, but only of commands
	for _, name := range known {
		c.AddCommand(&cobra.Command{Use: name, Run: func(*cobra.Command, []string) {}})
	}
	c.SuggestionsMinimumDistance = 2
	if near := c.SuggestionsFor(word); len(near) > 0 {
		return fmt.Sprintf(" (did you mean %s%s?)", prefix, near[0])
	}
	return ""
}

func verbs(root *cobra.Command) (names []string) {
	for _, c := range root.Commands() {
		names = append(names, c.Name())
	}
	return names
}

func flagNames(flags *pflag.FlagSet) (names []string) {
	flags.VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	return names
}

// wrongYAML says where in a file a mistake is, and in one line what it is.
func wrongYAML(name string, err error) error {
	if e, ok := errors.AsType[yaml.Error](err); ok && e.GetToken() != nil {
		pos := e.GetToken().Position
		return fmt.Errorf("%s:%d:%d: %s", name, pos.Line, pos.Column, e.GetMessage())
	}
	return fmt.Errorf("%s: %w", name, err)
}

// unopened is why something of the system's cannot be used, without the names
// of its calls.
func unopened(what string, err error) error {
	if number, ok := errors.AsType[syscall.Errno](err); ok {
		err = number
	}
	return fmt.Errorf("%s: %w", what, err)
}

// noLedger is why a ledger that must be there already cannot be opened.
func noLedger(name string, err error) error {
	if errors.Is(err, sqlite.ErrLocked) {
		return err
	}
	if errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("there is no ledger %s yet; captionmill run makes one, and --db names another", printable(name))
	} else if isA[*fs.PathError](err) {
		err = unopened("ledger "+printable(name), err)
	}
	return usage(err)
}

// unheard is an error of the API's, or the reason why nobody waited for it.
func unheard(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return pipeline.Unheard(err)
}

// damaged marks a ledger that was found damaged when it was opened as refused
// before anything was spent. Later it is as unexpected as any error.
func damaged(err error) error {
	if errors.Is(err, sqlite.ErrCorrupt) {
		return usage(err)
	}
	return err
}

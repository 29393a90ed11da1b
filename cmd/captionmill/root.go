package main

import (
	"runtime/debug"
	"strings"
	"unicode"

	"github.com/spf13/cobra"
)

// newRoot is the command line: one command for each verb.
func newRoot(std streams) *cobra.Command {
	root := &cobra.Command{
		Use:   "captionmill",
		Short: "Caption lists of images, and write alt text",
		Long: `captionmill captions lists of images with a hosted vision model and writes
alt text. It keeps everything it did and paid in one file, the ledger, so that
it can be stopped at any moment and carry on without paying twice.`,
		Version:       version(),
		Args:          noCommand,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetIn(std.in)
	root.SetOut(std.out)
	root.SetErr(std.err)
	root.SetFlagErrorFunc(wrongFlag)
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(newRun(std), newPlan(std), newStatus(std), newExport(std), newCheck(std), newImport(std),
		newRetry(std), newResolve(std), newBackup(std), newModels(std), newPrompts(std), newBalance(std), newReceipts(std), newEmulate(std))
	return root
}

// version is the module's version, or the commit that was built.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && info.Main.Version == "(devel)" && len(s.Value) >= 12 {
			return "devel " + s.Value[:12]
		}
	}
	return strings.Trim(info.Main.Version, "()")
}

// printable makes text from outside safe for a terminal: control characters
// become spaces.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return ' '
		}
		return r
	}, s)
}

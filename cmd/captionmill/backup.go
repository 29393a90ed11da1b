package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/captionmill/captionmill/sink/sqlite"
)

func newBackup(std streams) *cobra.Command {
	var s settings
	c := &cobra.Command{
		Use:   "backup FILE",
		Short: "Copy the ledger, also during a run",
		Long: `backup writes a copy of the ledger as it is at this moment, checks it, and only
then gives it its name. A ledger must not be copied in any other way while a run
goes on. A copy is a ledger like any other: --db opens it.`,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage(errors.New("name the one file to write the copy to, such as captionmill backup captions.backup.db"))
			}
			return backup(c.Context(), &s, std, args[0])
		},
	}
	s.ledgerFlags(c.Flags())
	c.Flags().BoolVar(&s.quiet, "quiet", false, "say nothing")
	return c
}

func backup(ctx context.Context, s *settings, std streams, name string) error {
	l, err := sqlite.OpenExisting(ctx, s.ledgerName())
	if err != nil {
		return noLedger(s.ledgerName(), err)
	}
	defer l.Close()
	if err := l.Backup(ctx, name); errors.Is(err, fs.ErrExist) {
		return usage(err)
	} else if errors.Is(err, fs.ErrNotExist) {
		return usage(unopened("backup to "+printable(name), err))
	} else if err != nil {
		return err
	}
	info, err := os.Stat(name)
	if err == nil && !s.quiet {
		fmt.Fprintf(std.err, "wrote %s: %s, checked\n", printable(name), size(info.Size()))
	}
	return err
}

// size is a number of bytes as people say it.
func size(n int64) string {
	if n < 1e6 {
		return fmt.Sprintf("%d kB", (n+999)/1000)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}

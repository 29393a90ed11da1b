package sqlite_test

import (
	"path/filepath"
	"testing"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/ledgertest"
	"github.com/captionmill/captionmill/pipeline/price"
	"github.com/captionmill/captionmill/sink/sqlite"
)

func TestPromises(t *testing.T) {
	t.Parallel()
	ledgertest.Run(t, func(t *testing.T) ledgertest.Ledger {
		return promised{open(t, filepath.Join(t.TempDir(), "captions.db"))}
	})
}

// promised is a ledger as the suite wants it.
type promised struct{ *sqlite.Ledger }

func (p promised) Fill(t *testing.T, manifest string, rows []pipeline.Row) pipeline.Range {
	t.Helper()
	return fill(t, p.Ledger, manifest, rows).Rows
}

func (p promised) Start(t *testing.T) pipeline.RunID {
	t.Helper()
	run := begin(t, p.Ledger)
	end(t, p.Ledger, run, 0)
	return run.ID
}

func (p promised) Reserved(t *testing.T) price.Micros {
	t.Helper()
	return status(t, p.Ledger).Reserved
}

func (p promised) Reopen(t *testing.T) ledgertest.Ledger {
	t.Helper()
	return promised{reopen(t, p.Ledger)}
}

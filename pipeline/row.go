package pipeline

// A Row is one manifest row as the ledger keeps it.
type Row struct {
	// Line is where the row starts in the manifest, from 1.
	Line int
	// Key names the row within its manifest: the caller's id, else its images.
	Key Hash
	// ID is the caller's id, "" for none.
	ID string
	// Images is a JSON array of the images as the manifest gives them.
	Images []byte
	// Cells is the row's content: a JSON array of strings; or of a JSONL row
	// its object, and of a line that is none its text as a JSON string. The
	// first byte tells the three apart.
	Cells []byte
	// Fate is set for rows that ask nothing: kept, skipped or failed.
	Fate RowStatus
	// Alt is the text of a kept row.
	Alt string
	// Reason and Detail say why a row failed or was skipped.
	Reason, Detail string
	// Pictures names the pictures of a row that asks nothing, as [Ask.Seen] does, or
	// what stands in their place; zero where there are none.
	Pictures Hash
	// Asks are the questions of the row, one for each slot.
	Asks []Ask
}

// An Ask is one question of a row. Two with one [Prompt.Hash] and one [Ask.Seen]
// are the same question, which is asked, and paid, once.
type Ask struct {
	// Slot is the place of the answer in the row, "" for the only one.
	Slot string
	// Prompt and Pictures are the question; Pictures are names, in order.
	Prompt   *Prompt
	Pictures []string
}

// Seen names the pictures of the question alone: the same pictures under
// another prompt have the same Seen. Its form is fixed for ever, because a ledger
// holds names of the past.
func (a *Ask) Seen() Hash { return seen(a.Pictures) }

// seen names pictures by their names, in order.
func seen(names []string) Hash { return sum(append([]string{"captionmill pictures v1"}, names...)...) }

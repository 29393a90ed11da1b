package ledgertest

import (
	"fmt"

	"github.com/captionmill/captionmill/pipeline"
)

// Alt is a prompt to ask with.
func Alt() *pipeline.Prompt {
	return &pipeline.Prompt{Provider: "suite", Model: "models/eye", Label: "eye", Params: `{"prompt":"Describe the picture."}`}
}

// Rows makes n rows that ask [Alt] about a picture each, from line 1.
func Rows(n int) []pipeline.Row {
	rows := make([]pipeline.Row, n)
	for i := range rows {
		rows[i] = Row(i+1, fmt.Sprintf("https://img.example/%d.jpg", i+1), Alt())
	}
	return rows
}

// Row makes a row of one picture that asks some prompts about it: the first
// for the row's only slot, others for slots of their own.
func Row(line int, picture string, prompts ...*pipeline.Prompt) pipeline.Row {
	row := pipeline.Row{
		Line: line, ID: fmt.Sprintf("row-%d", line), Key: pipeline.Hash{byte(line), byte(line >> 8), byte(line >> 16)},
		Images: fmt.Appendf(nil, "[%q]", picture), Cells: fmt.Appendf(nil, "[\"row-%d\",%q]", line, picture),
	}
	for i, p := range prompts {
		ask := pipeline.Ask{Prompt: p, Pictures: []string{picture}}
		if i > 0 {
			ask.Slot = fmt.Sprintf("slot-%d", i)
		}
		row.Asks = append(row.Asks, ask)
	}
	return row
}

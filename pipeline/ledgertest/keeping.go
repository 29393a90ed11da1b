package ledgertest

import (
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
)

func outlives(t *testing.T, open opener) {
	b := setUp(t, open, len(pipeline.States)+2)
	b.caps = pipeline.Caps{Run: 6 * cost, Submissions: 6}
	var before []still
	for i, it := range b.claim(pipeline.Pending)[:len(pipeline.States)] {
		b.bring(it, pipeline.States[i])
	}
	for _, s := range pipeline.States {
		before = append(before, b.still(b.claim(s)[0].ID))
	}
	b.Ledger = b.Reopen(t)
	for _, s := range before {
		b.unchanged(s)
	}
	b.reserved(4) // a failed item was rejected, and given back
	b.room(2)
}

// kept is an upload that expires after so long from now.
func kept(content byte, d time.Duration) pipeline.Upload {
	return pipeline.Upload{Content: [32]byte{content}, Provider: "suite", Name: "a.jpg", Type: "image/jpeg", Bytes: 1000, Width: 20, Height: 10,
		URL: "https://kept.example/" + string(rune('a'+content)), Expires: time.Now().Add(d)}
}

func (b *fixture) uploaded(u pipeline.Upload) {
	b.t.Helper()
	if err := b.Uploaded(b.t.Context(), u); err != nil {
		b.t.Fatal(err)
	}
}

// at fails unless a picture's content is kept at a URL, "" for nowhere.
func (b *fixture) at(content byte, provider, want string) {
	b.t.Helper()
	url, err := b.Upload(b.t.Context(), [32]byte{content}, provider)
	if err != nil || url != want {
		b.t.Errorf("content %d of %s: %q, %v; want %q", content, provider, url, err, want)
	}
}

func uploadsKept(t *testing.T, open opener) {
	b := setUp(t, open, 0)
	b.at(1, "suite", "")
	b.uploaded(kept(1, 24*time.Hour))
	b.uploaded(kept(2, -time.Second))
	b.uploaded(kept(3, time.Minute))
	b.at(1, "suite", "https://kept.example/b")
	b.at(1, "someone else", "")
	b.at(2, "suite", "") // is gone
	b.at(3, "suite", "") // would be gone before the question is read
	again := kept(2, 24*time.Hour)
	again.URL = "https://kept.example/again"
	b.uploaded(again)
	b.at(2, "suite", again.URL)
}

func uploadsOutlive(t *testing.T, open opener) {
	b := setUp(t, open, 0)
	u := kept(1, 24*time.Hour)
	b.uploaded(u)
	b.Ledger = b.Reopen(t)
	b.at(1, "suite", u.URL)
}

package ledgertest

import (
	"reflect"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
)

// kept is an upload that expires after so long from now.
func kept(content byte, d time.Duration) pipeline.Upload {
	return pipeline.Upload{
		Content: [32]byte{content}, Form: "v1", Provider: "suite", Sent: [32]byte{content, 1}, Name: "a.jpg", Type: "image/jpeg", Bytes: 1000, Width: 20, Height: 10,
		URL: "https://kept.example/" + string(rune('a'+content)), Landed: true, Expires: time.Now().Add(d).Round(time.Millisecond),
	}
}

func (b *fixture) keep(u pipeline.Upload) {
	b.t.Helper()
	if err := b.Keep(b.t.Context(), u); err != nil {
		b.t.Fatal(err)
	}
}

// at fails unless a picture's content is kept as wanted, nil for nowhere.
func (b *fixture) at(content byte, form, provider string, want *pipeline.Upload) {
	b.t.Helper()
	u, err := b.Kept(b.t.Context(), [32]byte{content}, form, provider)
	if err == nil && u != nil && want != nil && u.Expires.Equal(want.Expires) {
		u.Expires = want.Expires // the same moment, perhaps in another zone
	}
	if err != nil || !reflect.DeepEqual(u, want) {
		b.t.Errorf("content %d, %s, of %s: %+v, %v; want %+v", content, form, provider, u, err, want)
	}
}

func uploadsKept(t *testing.T, open opener) {
	b := setUp(t, open, 0)
	b.at(1, "v1", "suite", nil)
	first := kept(1, 24*time.Hour)
	b.keep(first)
	b.keep(kept(2, -time.Second))
	b.keep(kept(3, time.Minute))
	b.at(1, "v1", "suite", &first)
	b.at(1, "v1", "someone else", nil)
	b.at(2, "v1", "suite", nil) // is gone
	b.at(3, "v1", "suite", nil) // would be gone before the question is read
	again := kept(2, 24*time.Hour)
	again.URL, again.Landed, again.Bytes, again.Sent = "https://kept.example/again", false, 900, [32]byte{2, 2}
	b.keep(again)
	b.at(2, "v1", "suite", &again)
}

func uploadForms(t *testing.T, open opener) {
	b := setUp(t, open, 0)
	plain, small := kept(1, 24*time.Hour), kept(1, 24*time.Hour)
	small.Form, small.URL, small.Sent = "v1 max=1000", "https://kept.example/small", [32]byte{9}
	b.keep(plain)
	b.at(1, small.Form, "suite", nil)
	b.keep(small)
	b.at(1, plain.Form, "suite", &plain)
	b.at(1, small.Form, "suite", &small)
	for range 2 { // the second finds nothing, and that is fine
		if err := b.Drop(t.Context(), [32]byte{1}, small.Form, "suite"); err != nil {
			t.Fatal(err)
		}
	}
	b.at(1, small.Form, "suite", nil)
	b.at(1, plain.Form, "suite", &plain)
}

// sent fails unless an upload of the very bytes is as wanted, nil for none.
func (b *fixture) sent(sent [32]byte, provider string, want *pipeline.Upload) {
	b.t.Helper()
	u, err := b.Sent(b.t.Context(), sent, provider)
	if err == nil && u != nil && want != nil && u.Expires.Equal(want.Expires) {
		u.Expires = want.Expires
	}
	if err != nil || !reflect.DeepEqual(u, want) {
		b.t.Errorf("bytes %x of %s: %+v, %v; want %+v", sent[:2], provider, u, err, want)
	}
}

func uploadsAlike(t *testing.T, open opener) {
	b := setUp(t, open, 0)
	first, other, late := kept(1, 24*time.Hour), kept(2, 24*time.Hour), kept(3, time.Minute)
	b.sent(first.Sent, "suite", nil)
	promised := kept(4, 24*time.Hour)
	promised.Landed, promised.Sent = false, first.Sent
	b.keep(promised)
	b.sent(first.Sent, "suite", &promised)
	b.keep(first)
	b.keep(late)
	b.sent(first.Sent, "suite", &first) // what has landed is better
	b.sent(first.Sent, "someone else", nil)
	b.sent(late.Sent, "suite", nil)
	other.Sent, other.URL = first.Sent, first.URL
	b.keep(other)
	if err := b.Drop(t.Context(), other.Content, other.Form, "suite"); err != nil {
		t.Fatal(err)
	}
	for content := range byte(5) {
		b.at(content, "v1", "suite", nil) // gone with the other, or never there
	}
}

func picturesOutlive(t *testing.T, open opener) {
	b := setUp(t, open, 0)
	u, s := kept(1, 24*time.Hour), sighting("https://img.example/a.jpg")
	b.keep(u)
	b.see(s)
	b.Ledger = b.Reopen(t)
	b.at(1, u.Form, "suite", &u)
	b.seen(s.Name, &s)
}

// sighting is what was found at an address.
func sighting(name string) pipeline.Sighting {
	return pipeline.Sighting{Name: name, Content: [32]byte{7}, Type: "image/png", Bytes: 70, Width: 7, Height: 8, ETag: `"7"`, Lend: true, At: noon}
}

func (b *fixture) see(s pipeline.Sighting) {
	b.t.Helper()
	if err := b.See(b.t.Context(), s); err != nil {
		b.t.Fatal(err)
	}
}

// seen fails unless a picture was seen as wanted, nil for never.
func (b *fixture) seen(name string, want *pipeline.Sighting) {
	b.t.Helper()
	s, err := b.Seen(b.t.Context(), name)
	if err == nil && s != nil && want != nil && s.At.Equal(want.At) {
		s.At = want.At
	}
	if err != nil || !reflect.DeepEqual(s, want) {
		b.t.Errorf("%s was seen as %+v, %v; want %+v", name, s, err, want)
	}
}

func sightings(t *testing.T, open opener) {
	b := setUp(t, open, 0)
	a, other := sighting("https://img.example/a.jpg"), sighting("https://img.example/A.jpg")
	b.seen(a.Name, nil)
	b.see(a)
	b.seen(a.Name, &a)
	b.seen(other.Name, nil)
	only := pipeline.Sighting{Name: a.Name, Lend: false, At: noon.Add(time.Hour)}
	b.see(only) // takes the place of all that was known
	b.see(other)
	b.seen(a.Name, &only)
	b.seen(other.Name, &other)
}

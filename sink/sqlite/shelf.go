package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/captionmill/captionmill/pipeline"
)

const (
	uploadSQL = `SELECT content, form, sent, name, type, bytes, width, height, url, landed, expires_at FROM pictures `
	keptSQL   = uploadSQL + `WHERE content = ? AND form = ? AND provider = ? AND expires_at > ?`
	sentSQL   = uploadSQL + `WHERE sent = ? AND provider = ? AND expires_at > ? ORDER BY landed DESC LIMIT 1`
)

// Kept gives the upload of a picture's content in some form by the provider,
// nil when there is none, or none that lasts for another hour.
func (l *Ledger) Kept(ctx context.Context, content [32]byte, form, provider string) (*pipeline.Upload, error) {
	return scanUpload(provider, l.readers.QueryRowContext(ctx, keptSQL, content[:], form, provider, millis(time.Now().Add(time.Hour))))
}

// Sent gives an upload of the very bytes to the provider, whatever they were
// made of; nil when there is none, or none that lasts for another hour.
func (l *Ledger) Sent(ctx context.Context, sent [32]byte, provider string) (*pipeline.Upload, error) {
	return scanUpload(provider, l.readers.QueryRowContext(ctx, sentSQL, sent[:], provider, millis(time.Now().Add(time.Hour))))
}

func scanUpload(provider string, row *sql.Row) (*pipeline.Upload, error) {
	u := &pipeline.Upload{Provider: provider}
	var (
		content, sent []byte
		expires       int64
	)
	err := row.Scan(&content, &u.Form, &sent, &u.Name, &u.Type, &u.Bytes, &u.Width, &u.Height, &u.URL, &u.Landed, &expires)
	if err != nil {
		return nil, unlessNone("upload", err)
	}
	copy(u.Content[:], content)
	copy(u.Sent[:], sent)
	u.Expires = moment(expires)
	return u, nil
}

const keepSQL = `
INSERT INTO pictures (content, form, provider, sent, name, type, bytes, width, height, url, landed, expires_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET sent = excluded.sent, name = excluded.name, type = excluded.type, bytes = excluded.bytes, width = excluded.width,
  height = excluded.height, url = excluded.url, landed = excluded.landed, expires_at = excluded.expires_at`

// Keep remembers where a picture is kept, in the place of what was known.
func (l *Ledger) Keep(_ context.Context, u pipeline.Upload) error {
	return l.together(func(w *wire) error {
		_, err := w.exec(stmtKeep, u.Content[:], u.Form, u.Provider, u.Sent[:], u.Name, u.Type, u.Bytes, int64(u.Width), int64(u.Height),
			u.URL, u.Landed, millis(u.Expires))
		return err
	})
}

// Drop forgets the upload of a picture's content in some form, and all others
// of the same bytes sent.
func (l *Ledger) Drop(_ context.Context, content [32]byte, form, provider string) error {
	return l.together(func(w *wire) error {
		_, err := w.exec(stmtDrop, content[:], form, provider)
		return err
	})
}

const seenSQL = `
SELECT content, coalesce(type, ''), coalesce(bytes, 0), coalesce(width, 0), coalesce(height, 0), coalesce(etag, ''), lend, seen_at
FROM sightings WHERE name = ?`

// Seen gives what was last found at the address of a picture, nil when nobody
// has looked.
func (l *Ledger) Seen(ctx context.Context, name string) (*pipeline.Sighting, error) {
	s := &pipeline.Sighting{Name: name}
	var (
		content []byte
		at      int64
	)
	err := l.readers.QueryRowContext(ctx, seenSQL, nameHash(name)).
		Scan(&content, &s.Type, &s.Bytes, &s.Width, &s.Height, &s.ETag, &s.Lend, &at)
	if err != nil {
		return nil, unlessNone("sighting", err)
	}
	copy(s.Content[:], content)
	s.At = moment(at)
	return s, nil
}

// See remembers a sighting, in the place of an earlier one.
func (l *Ledger) See(_ context.Context, s pipeline.Sighting) error {
	var content any
	if s.Content != ([32]byte{}) {
		content = s.Content[:]
	}
	return l.together(func(w *wire) error {
		_, err := w.exec(stmtSee, nameHash(s.Name), content, null(s.Type), s.Bytes, int64(s.Width), int64(s.Height), null(s.ETag), s.Lend, millis(s.At))
		return err
	})
}

const knownTwinSQL = `
SELECT p.id, p.run, p.state, p.intended_at, coalesce(p.reason, ''), coalesce(p.detail, ''), coalesce(p.caption, ''),
       i.faults, i.prediction = p.id, i.state = 'failed' AND i.prediction = p.id, coalesce(i.reason, ''), coalesce(i.detail, '')
FROM twins t JOIN predictions p ON p.id = t.prediction JOIN items i ON i.id = p.item
WHERE t.question = ? AND p.state <> 'refused'`

// Twin gives the last prediction that was asked the same about the same bytes; nil
// when there is none, or when that was refused.
func (l *Ledger) Twin(ctx context.Context, question pipeline.Hash) (*pipeline.Twin, error) {
	var (
		t                       pipeline.Twin
		sent, faults            int64
		last, final             bool
		caption, reason, detail string
	)
	err := l.readers.QueryRowContext(ctx, knownTwinSQL, question[:]).
		Scan(&t.Prediction, &t.Run, &t.State, &sent, &t.Reason, &t.Detail, &caption, &faults, &last, &final, &reason, &detail)
	if err != nil {
		return nil, unlessNone("twin", err)
	}
	t.Sent = moment(sent)
	switch {
	case faults > 0 && t.State == pipeline.Failed && pipeline.BadText(t.Reason):
		if t.Fault, t.Caption = t.Reason, caption; last {
			t.Faults = int(faults)
		}
	case final:
		t.Reason, t.Detail = reason, detail
	default:
		t.Reason, t.Detail = "", ""
	}
	return &t, nil
}

// nameHash is a picture's name as sightings are kept by.
func nameHash(name string) []byte {
	h := sha256.Sum256([]byte(name))
	return h[:16]
}

// unlessNone is nil for an error that only says that there is no such row.
func unlessNone(what string, err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return fmt.Errorf("look for a picture's %s: %w", what, err)
}

package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestTree(t *testing.T) {
	t.Parallel()
	dir := plant(t, "b.jpg", "a/z.PNG", "a.jpg", "a/deep/y.webp", "#1.jpg", " x.jpg", "c:/d.gif", "raw.nef", "notes.txt", "a/list.csv",
		".hidden.jpg", ".git/e.jpg", "__MACOSX/f.jpg", "@eaDir/g.jpg", "Thumbs.db", "folder.jpg/", "empty/", "n\xff.jpg", "line\nend.jpg")
	outside := plant(t, "h.jpg")
	for link, to := range map[string]string{"link.jpg": filepath.Join(outside, "h.jpg"), "linked": outside, "broken.jpg": "nowhere", "gone": "nowhere"} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	var by passed
	got, err := found(t, &tree{arg: "photos", dir: dir}, &by)
	want := []string{"./ x.jpg", "./#1.jpg", "a/deep/y.webp", "a/z.PNG", "a.jpg", "b.jpg", "broken.jpg", "./c:/d.gif", "line\nend.jpg", "link.jpg", "n\xff.jpg", "raw.nef"}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("found %q, %v; want %q", got, err, want)
	}
	if by.files != 3 || by.folders != 1 || by.String() != "3 other files and 1 linked folder" {
		t.Errorf("passed over %s", &by)
	}
	got, err = found(t, &tree{arg: "linked", dir: filepath.Join(dir, "linked")}, new(passed))
	if err != nil || !slices.Equal(got, []string{"h.jpg"}) {
		t.Errorf("in a folder that is a link itself: %q, %v", got, err)
	}
}

// A link to a folder is none to a picture, even if it is called like one.
func TestTreeLinkedFolderNamedAsPicture(t *testing.T) {
	t.Parallel()
	dir, outside := plant(t, "a.jpg"), plant(t, "b.jpg")
	if err := os.Symlink(outside, filepath.Join(dir, "linked.jpg")); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]passed{"**": {folders: 1}, "*.jpg": {}} { // which does not reach into folders
		files, err := newPattern(text)
		if err != nil {
			t.Fatal(err)
		}
		var by passed
		got, err := found(t, &tree{arg: "photos", dir: dir, files: files}, &by)
		if err != nil || !slices.Equal(got, []string{"a.jpg"}) || by != want {
			t.Errorf("%q: found %q, %v, passed over %s", text, got, err, &by)
		}
	}
}

func TestTreePatterns(t *testing.T) {
	t.Parallel()
	dir := plant(t, "2025/a.jpg", "2026/b.jpg", "2026/c.png", "2026/best/d.jpg", "2026/.cache/e.jpg", "2026/notes.txt", "f.jpg")
	for text, want := range map[string]struct {
		found  []string
		passed string
	}{
		"*.jpg":            {[]string{"f.jpg"}, ""},
		"**/*.jpg":         {[]string{"2025/a.jpg", "2026/b.jpg", "2026/best/d.jpg", "f.jpg"}, ""},
		"2026/**":          {[]string{"2026/b.jpg", "2026/best/d.jpg", "2026/c.png"}, "1 other file"},
		"*/?.{png,jpg}":    {[]string{"2025/a.jpg", "2026/b.jpg", "2026/c.png"}, ""},
		"{f,2025/a}.jpg":   {[]string{"2025/a.jpg", "f.jpg"}, ""},
		"**/**/best/*.jpg": {[]string{"2026/best/d.jpg"}, ""},
	} {
		files, err := newPattern(text)
		if err != nil {
			t.Fatal(err)
		}
		var by passed
		got, err := found(t, &tree{arg: "photos", dir: dir, files: files}, &by)
		if err != nil || !slices.Equal(got, want.found) || by.String() != want.passed {
			t.Errorf("%s: %q, %v, passed over %q; want %+v", text, got, err, by.String(), want)
		}
	}
}

// A folder or pattern without any picture is refused: results would become
// empty on the day on which a disk is not mounted.
func TestTreeWithoutPictures(t *testing.T) {
	t.Parallel()
	dir := plant(t, "a.txt", "b/c.csv", ".d.jpg")
	files, err := newPattern("*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for want, tr := range map[string]*tree{
		"there is no picture in photos/ (passed over: 2 other files)":    {arg: "photos/", dir: dir},
		"no picture in photos matches *.txt (passed over: 1 other file)": {arg: "photos", dir: dir, files: files},
		"folder photos: no such file or directory":                       {arg: "photos", dir: filepath.Join(dir, "nowhere")},
		"there is no picture in b (passed over: 1 other file)":           {arg: "b", dir: filepath.Join(dir, "b")},
	} {
		if got, err := found(t, tr, new(passed)); len(got) > 0 || !isA[usageError](err) || err.Error() != want {
			t.Errorf("%q, %v; want %s", got, err, want)
		}
	}
}

// A folder that cannot be read is never passed over in silence. One whose path
// is too long cannot be read by anybody.
func TestTreeUnreadable(t *testing.T) {
	t.Parallel()
	dir := plant(t, "a.jpg")
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		name := strings.Repeat("d", 250)
		if err := root.Mkdir(name, 0o777); err != nil {
			t.Fatal(err)
		}
		below, err := root.OpenRoot(name)
		if err := errors.Join(err, root.Close()); err != nil {
			t.Fatal(err)
		}
		root = below
	}
	defer root.Close()
	got, err := found(t, &tree{arg: "photos", dir: dir}, new(passed))
	if !slices.Equal(got, []string{"a.jpg"}) || !isA[usageError](err) || !strings.HasPrefix(err.Error(), "folder photos/ddd") || !strings.HasSuffix(err.Error(), ": file name too long") {
		t.Errorf("%q, %v", got, err)
	}
}

// A walk ends when it is told to, and when nobody wants more.
func TestTreeEnds(t *testing.T) {
	t.Parallel()
	tr := &tree{arg: "photos", dir: plant(t, "a.jpg", "b.txt", "c.jpg")}
	var by passed
	for range tr.names(t.Context(), &by) {
		break
	}
	if by.files != 0 {
		t.Errorf("went on after the first picture: passed over %s", &by)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errLeft)
	for name, err := range tr.names(ctx, &by) {
		if name != "" || err != errLeft {
			t.Errorf("%q, %v", name, err)
		}
	}
}

// Names that no text can hold come out as rows that say so.
func TestFolderOfOddNames(t *testing.T) {
	t.Parallel()
	dir, out := plant(t, "K\xe4se.jpg", "line\nend.jpg"), plant(t)
	var stderr bytes.Buffer
	args := []string{"run", "--emulate", "--db", filepath.Join(out, "emulated.db"), "--out", filepath.Join(out, "out.csv"), dir}
	if code := run(t.Context(), args, streams{strings.NewReader(""), &stderr, &stderr}); code != exitFailed {
		t.Fatalf("exit code %d: %s", code, stderr.String())
	}
	f, err := os.Open(filepath.Join(out, "out.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatalf("%q, %v", rows, err)
	}
	for i, want := range [][]string{
		{"K\uFFFDse.jpg", "bad_row", `name 1: "K\xe4se.jpg" is not UTF-8; rename the file`},
		{"line\nend.jpg", "bad_reference", "the name holds a control character such as a tab or a line end; remove it"},
	} {
		row := rows[i+1]
		if got := []string{row[0], row[4], row[5]}; row[3] != "failed" || !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", row, want)
		}
	}
}

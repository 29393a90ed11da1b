package picture

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// tree is a folder "site" with pictures in and around it, and links.
//
//	site/a.jpg  site/sub/b.jpg  site/in -> sub/b.jpg  site/inabs -> …/site/a.jpg
//	site/out -> ../secret.jpg   site/shared -> ../shared   site/dead -> ../nothing
//	shared/c.jpg   secret.jpg   site-2/d.jpg
func tree(t *testing.T) string {
	t.Helper()
	top, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"site/a.jpg", "site/sub/b.jpg", "shared/c.jpg", "secret.jpg", "site-2/d.jpg"} {
		path := filepath.Join(top, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(filepath.Base(name)), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	for name, target := range map[string]string{
		"in": "sub/b.jpg", "inabs": filepath.Join(top, "site/a.jpg"), "out": "../secret.jpg", "outabs": filepath.Join(top, "secret.jpg"),
		"shared": "../shared", "dead": "../nothing", "loop": "loop",
	} {
		if err := os.Symlink(target, filepath.Join(top, "site", name)); err != nil {
			t.Skip("no symbolic links here:", err)
		}
	}
	return top
}

func openFolder(t *testing.T, dir string, extra ...string) *Folder {
	t.Helper()
	f, err := OpenFolder(dir, extra...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func TestFolderOpen(t *testing.T) {
	t.Parallel()
	top := tree(t)
	folder := openFolder(t, filepath.Join(top, "site"))
	wider := openFolder(t, filepath.Join(top, "site"), filepath.Join(top, "shared"))
	for name, c := range map[string]struct {
		folder       *Folder
		path         string
		content      string // "" for none
		reason, part string
	}{
		"beside":                  {folder: folder, path: "a.jpg", content: "a.jpg"},
		"below":                   {folder: folder, path: "sub/b.jpg", content: "b.jpg"},
		"up and down again":       {folder: folder, path: "sub/../a.jpg", content: "a.jpg"},
		"absolute inside":         {folder: folder, path: filepath.Join(top, "site/a.jpg"), content: "a.jpg"},
		"link inside":             {folder: folder, path: "in", content: "b.jpg"},
		"absolute link inside":    {folder: folder, path: "inabs", content: "a.jpg"},
		"up":                      {folder: folder, path: "../secret.jpg", reason: OutsideRoot, part: "--root"},
		"far up":                  {folder: folder, path: "sub/../../../../../../etc/passwd", reason: OutsideRoot, part: "--root"},
		"absolute outside":        {folder: folder, path: "/etc/passwd", reason: OutsideRoot, part: "--root"},
		"a name that begins same": {folder: folder, path: "../site-2/d.jpg", reason: OutsideRoot, part: "--root"},
		"link outside":            {folder: folder, path: "out", reason: OutsideRoot, part: "--root"},
		"absolute link outside":   {folder: folder, path: "outabs", reason: OutsideRoot, part: "--root"},
		"linked folder":           {folder: folder, path: "shared/c.jpg", reason: OutsideRoot, part: "--root"},
		"extra by link":           {folder: wider, path: "shared/c.jpg", content: "c.jpg"},
		"extra by dots":           {folder: wider, path: "../shared/c.jpg", content: "c.jpg"},
		"extra by absolute path":  {folder: wider, path: filepath.Join(top, "shared/c.jpg"), content: "c.jpg"},
		"outside the extra":       {folder: wider, path: "out", reason: OutsideRoot, part: "--root"},
		"missing":                 {folder: folder, path: "A.jpg", reason: Unreadable, part: `no file "A.jpg"`},
		"missing, backslash":      {folder: folder, path: `sub\b.jpg`, reason: Unreadable, part: "write / instead"},
		"dead link":               {folder: folder, path: "dead", reason: Unreadable, part: "no file"},
		"loop of links":           {folder: folder, path: "loop", reason: Unreadable, part: "cannot open"},
		"folder":                  {folder: folder, path: "sub", reason: Unreadable, part: "not a file"},
		"the folder itself":       {folder: folder, path: "", reason: Unreadable, part: "not a file"},
		"file as a folder":        {folder: folder, path: "a.jpg/x.jpg", reason: Unreadable, part: "cannot open"},
	} {
		t.Run(name, func(t *testing.T) {
			file, err := c.folder.Open(c.path)
			wantProblem(t, err, c.reason, c.part)
			if content := readAll(t, file); content != c.content {
				t.Errorf("read %q, want %q", content, c.content)
			}
		})
	}
}

func readAll(t *testing.T, file *File) string {
	t.Helper()
	if file == nil {
		return ""
	}
	defer file.Close()
	content, err := io.ReadAll(file)
	if err != nil {
		t.Error(err)
	}
	if !filepath.IsAbs(file.Path) || filepath.Clean(file.Path) != file.Path {
		t.Errorf("path %q is not absolute and clean", file.Path)
	}
	return string(content)
}

func TestFolderLocate(t *testing.T) {
	t.Parallel()
	top := tree(t)
	folder := openFolder(t, filepath.Join(top, "site"))
	for path, want := range map[string]string{
		"not-there.jpg": "site/not-there.jpg", "./sub/../a.jpg": "site/a.jpg", "out": "site/out",
	} {
		if got, err := folder.Locate(path); err != nil || got != filepath.Join(top, want) {
			t.Errorf("Locate(%q) = %q, %v, want …/%s", path, got, err, want)
		}
	}
	_, err := folder.Locate("../a.jpg")
	wantProblem(t, err, OutsideRoot, `"../a.jpg" lies outside`)
}

// A folder reached through a link is still the folder: absolute names may be
// given with or without the link.
func TestFolderThroughLink(t *testing.T) {
	t.Parallel()
	top := tree(t)
	link := filepath.Join(top, "link")
	if err := os.Symlink("site", link); err != nil {
		t.Fatal(err)
	}
	folder := openFolder(t, link)
	for _, path := range []string{"a.jpg", "inabs", filepath.Join(top, "site/a.jpg"), filepath.Join(link, "a.jpg")} {
		file, err := folder.Open(path)
		if err != nil {
			t.Error(err)
		}
		if content := readAll(t, file); content != "a.jpg" {
			t.Errorf("%s holds %q", path, content)
		}
	}
}

func TestOpenFolderFails(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	_, err := OpenFolder(dir, filepath.Join(dir, "none"))
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v, want one that says the folder is not there", err)
	}
}

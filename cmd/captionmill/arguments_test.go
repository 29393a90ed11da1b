package main

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/captionmill/captionmill/manifest"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// plant makes files below a new folder. Names that end in a slash are folders.
func plant(t *testing.T, names ...string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for _, name := range names {
		path := filepath.Join(dir, name)
		if strings.HasSuffix(name, "/") {
			path = filepath.Join(path, "x")
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "/") {
			continue
		}
		if err := os.WriteFile(path, nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestSources(t *testing.T) {
	t.Parallel()
	dir := plant(t, "list.txt", "other.txt", "a.jpg", "b.png", "sub/c.jpg")
	at := func(name string) string { return dir + "/" + name }
	s := &settings{manifestName: "nightly"}
	tests := map[string]struct {
		args []string
		many int    // manifests
		want string // of the error, "" for none
	}{
		"one":                      {[]string{at("list.txt")}, 1, ""},
		"two":                      {[]string{at("list.txt"), at("other.txt")}, 2, ""},
		"with standard input":      {[]string{at("list.txt"), "-"}, 2, ""},
		"none":                     {nil, 0, ""},
		"of every kind":            {[]string{at("a.jpg"), at("list.txt"), dir, "-", at("*.png"), "https://x/y", at("b.png")}, 5, ""},
		"a picture twice":          {[]string{at("a.jpg"), at("a.jpg")}, 1, ""},
		"twice":                    {[]string{at("list.txt"), at("list.txt")}, 0, "named twice"},
		"twice, differently":       {[]string{at("list.txt"), at("./list.txt")}, 0, "named twice"},
		"standard input twice":     {[]string{"-", "-"}, 0, "named twice"},
		"a folder twice":           {[]string{dir, at("sub/..")}, 0, "named twice"},
		"a pattern twice":          {[]string{at("*.jpg"), at("./*.jpg")}, 0, "named twice"},
		"missing":                  {[]string{at("missing")}, 0, "manifest " + at("missing") + ": no such file or directory"},
		"a missing picture":        {[]string{at("a.jpg"), at("d.jpg")}, 0, "picture " + at("d.jpg") + ": no such file or directory"},
		"a missing folder":         {[]string{at("nowhere/")}, 0, "folder " + at("nowhere/") + ": no such file or directory"},
		"a pattern without folder": {[]string{at("nowhere/*.jpg")}, 0, "folder " + at("nowhere") + ": no such file or directory"},
		"a pattern below a file":   {[]string{at("a.jpg/*.jpg")}, 0, "folder " + at("a.jpg") + ": it is a file"},
		"an open bracket":          {[]string{at("[a.jpg")}, 0, "pattern " + at("[a.jpg") + ": a bracket or brace is not closed"},
		"a list on the web":        {[]string{"https://x/images.csv"}, 0, "download it, and name the file"},
		"an empty one":             {[]string{at("a.jpg"), ""}, 0, "an argument is empty: name a manifest"},
		"control characters":       {[]string{"\x1b[2J.csv"}, 0, "pattern  [2J.csv: a bracket"},
		"control characters, too":  {[]string{"\x1b2J.csv"}, 0, "manifest  2J.csv: no such file"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := s.sources(tt.args)
			if tt.want == "" && (err != nil || len(got) != tt.many) {
				t.Errorf("%+v, %v", got, err)
			}
			if tt.want != "" && (!isA[usageError](err) || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("%v; want %s", err, tt.want)
			}
		})
	}
}

func TestKindOf(t *testing.T) {
	t.Parallel()
	dir := plant(t, "list.txt", "a.jpg", "photo[1].jpg", "list[1].csv", "folder.jpg/", "new*/")
	for arg, want := range map[string]kind{
		"-":                            standardInput,
		dir + "/list.txt":              aManifest,
		dir + "/list[1].csv":           aManifest,
		dir + "/missing.csv":           aManifest,
		dir + "/missing":               aManifest,
		dir + "/a.jpg":                 aPicture,
		dir + "/photo[1].jpg":          aPicture,
		dir + "/missing.JPEG":          aPicture,
		dir:                            aFolder,
		dir + "/folder.jpg":            aFolder,
		dir + "/new*":                  aFolder,
		dir + "/missing/":              aFolder,
		dir + "/photo[2].jpg":          aPattern,
		dir + "/*.{jpg,png}":           aPattern,
		dir + "/?.csv":                 aPattern,
		"https://x/a.jpg?w=*":          aPicture,
		"HTTP://x/200":                 aPicture,
		"https://x/a.jpg#list.csv":     aPicture,
		"https://x/list.csv?sig=a.jpg": aManifest,
		"https://x/list.csv.gz":        aManifest,
		"s3://bucket/a.jpg":            elsewhere,
	} {
		if got := kindOf(arg); got != want {
			t.Errorf("%s is of kind %d, want %d", arg, got, want)
		}
	}
}

// What a source is called, and where its names begin.
func TestSource(t *testing.T) {
	t.Parallel()
	dir := plant(t, "list.txt", "a.jpg", "sub/b*.jpg", "sub/c.jpg", "sub/d/e.jpg")
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	at := func(name string) string { return dir + "/" + name }
	s := &settings{manifestName: "nightly"}
	for name, tt := range map[string]struct {
		args             []string
		name, dir, title string
		pictures         []string
	}{
		"a list":            {[]string{at("list.txt")}, at("list.txt"), dir, at("list.txt"), nil},
		"standard input":    {[]string{"-"}, "nightly", here, "nightly", nil},
		"a folder":          {[]string{at("sub")}, at("sub/"), at("sub"), at("sub"), []string{"b*.jpg", "c.jpg", "d/e.jpg"}},
		"with a slash":      {[]string{at("sub/d/../")}, at("sub/"), at("sub"), at("sub"), []string{"b*.jpg", "c.jpg", "d/e.jpg"}},
		"a pattern":         {[]string{at("sub/../**/*.jpg")}, at("**/*.jpg"), dir, dir, []string{"a.jpg", "sub/b*.jpg", "sub/c.jpg", "sub/d/e.jpg"}},
		"one file":          {[]string{at("a.jpg")}, at("a.jpg"), dir, at("a"), []string{"a.jpg"}},
		"one twice":         {[]string{at("a.jpg"), at("./a.jpg")}, at("a.jpg"), dir, at("a"), []string{"a.jpg"}},
		"one like patterns": {[]string{at("sub/b*.jpg")}, at(`sub/b\*.jpg`), at("sub"), at("sub/b*"), []string{"b*.jpg"}},
		"files":             {[]string{at("sub/c.jpg"), at("sub/b*.jpg"), at("sub/c.jpg")}, at("sub/(pictures)"), at("sub"), at("sub"), []string{"c.jpg", "b*.jpg"}},
		"files far apart":   {[]string{at("sub/d/e.jpg"), at("a.jpg"), at("sub/c.jpg")}, at("(pictures)"), dir, dir, []string{"sub/d/e.jpg", "a.jpg", "sub/c.jpg"}},
		"with an address":   {[]string{"https://x/y.jpg", at("sub/c.jpg")}, at("sub/(pictures)"), at("sub"), at("sub"), []string{"https://x/y.jpg", "c.jpg"}},
		"an address":        {[]string{"https://x/y.jpg", "https://x/y.jpg"}, here + "/(pictures)", here, here, []string{"https://x/y.jpg"}},
		"addresses":         {[]string{"https://x/y.jpg", "https://x/y.jpg?2"}, here + "/(pictures)", here, here, []string{"https://x/y.jpg", "https://x/y.jpg?2"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all, err := s.sources(tt.args)
			if err != nil || len(all) != 1 {
				t.Fatalf("%+v, %v", all, err)
			}
			src, format := all[0], manifest.List
			if src.name != tt.name || src.dir != tt.dir {
				t.Errorf("called %s, in %s; want %s, %s", src.name, src.dir, tt.name, tt.dir)
			}
			if src.pictures != nil {
				format = manifest.Names
				if got, err := found(t, src.pictures, new(passed)); err != nil || !reflect.DeepEqual(got, tt.pictures) {
					t.Errorf("pictures %q, %v; want %q", got, err, tt.pictures)
				}
			}
			m := sqlite.Manifest{Name: src.name, Folder: src.dir, Format: string(format)}
			if got := titleOf(m); got != tt.title {
				t.Errorf("results are called after %s, want %s", got, tt.title)
			}
		})
	}
}

// found are the names of pictures up to the first error.
func found(t *testing.T, p pictures, by *passed) (all []string, err error) {
	t.Helper()
	for name, err := range p.names(t.Context(), by) {
		if err != nil {
			return all, err
		}
		all = append(all, name)
	}
	return all, nil
}

func TestCommon(t *testing.T) {
	t.Parallel()
	for _, tt := range [][3]string{
		{"", "/a/b", "/a/b"},
		{"/a/b", "/a/b", "/a/b"},
		{"/a/b", "/a/b/c", "/a/b"},
		{"/a/b/c", "/a/b", "/a/b"},
		{"/a/bc", "/a/b", "/a"},
		{"/a/b", "/c", "/"},
		{"/", "/c", "/"},
	} {
		if got := common(tt[0], tt[1]); got != tt[2] {
			t.Errorf("%s and %s have %s in common, want %s", tt[0], tt[1], got, tt[2])
		}
	}
}

package main

import (
	"path"
	"strings"
	"testing"
)

func TestPattern(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text                string
		matches, mismatches string // names
		reaches, leaves     string // folders
	}{
		{"*.jpg", "a.jpg b,c.jpg", "a.png sub/a.jpg a.JPG", "", "sub"},
		{"**/*.jpg", "a.jpg x/y/z.jpg", "a.png", "x x/y", ""},
		{"**", "a x/y", "", "x x/y", ""},
		{"2026-*/best/?.{jpg,png}", "2026-11/best/a.jpg 2026-/best/b.png", "2026-11/best/ab.jpg 2026-11/a.jpg", "2026-11 2026-11/best", "2025 2026-11/raw 2026-11/best/deep"},
		{"{a/b,c}/*.jpg", "a/b/x.jpg c/x.jpg", "a/x.jpg", "a a/b c", ""},
		{"x/**/y/*.jpg", "x/y/a.jpg x/1/2/y/a.jpg", "y/a.jpg", "x x/1/2", "z"},
		{`\*[!0-9].jpg`, "*a.jpg", "*1.jpg ba.jpg", "", "*a"},
	} {
		p, err := newPattern(tt.text)
		if err != nil {
			t.Fatal(err)
		}
		for want, names := range map[bool]string{true: tt.matches, false: tt.mismatches} {
			for name := range strings.FieldsSeq(names) {
				if p.matches(name) != want {
					t.Errorf("%s matches %s: %v", tt.text, name, !want)
				}
			}
		}
		for want, dirs := range map[bool]string{true: tt.reaches, false: tt.leaves} {
			for dir := range strings.FieldsSeq(dirs) {
				if p.reaches(dir) != want {
					t.Errorf("%s reaches %s: %v", tt.text, dir, !want)
				}
			}
		}
	}
	for _, text := range []string{"[a", "{a,b", "a\\"} {
		if _, err := newPattern(text); err == nil {
			t.Errorf("%s is taken", text)
		}
	}
}

// A file that a pattern matches is never in a folder that a walk leaves out.
func FuzzPattern(f *testing.F) {
	f.Add("**/*.jpg", "a/b/c.jpg")
	f.Add("{a/b,[c/d]}/**", "a/b/c")
	f.Add(`a/\**/b`, "a/*x/b")
	f.Add("a/**", "a")
	f.Add("[^/]/x", "a/x")
	f.Fuzz(func(t *testing.T, text, name string) {
		p, err := newPattern(text)
		if err != nil || path.Clean("/"+name) != "/"+name || name == "" || !p.matches(name) {
			t.Skip()
		}
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			if !p.reaches(dir) {
				t.Fatalf("%q matches %q, and does not reach %q", text, name, dir)
			}
		}
	})
}

func FuzzQuoteMeta(f *testing.F) {
	f.Add(`a*b\*[c]{d,e}?\\`)
	f.Fuzz(func(t *testing.T, name string) {
		quoted := quoteMeta(name)
		if hasMeta(quoted) || unquoteMeta(quoted) != name {
			t.Fatalf("%q is quoted %q, and that is %q", name, quoted, unquoteMeta(quoted))
		}
		if !strings.ContainsAny(name, meta+`\`) && quoted != name {
			t.Fatalf("%q needs no quoting, and is %q", name, quoted)
		}
	})
}

package picture

import (
	"path/filepath"
	"strings"
	"testing"
)

const (
	s3    = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=k%2F20240101&X-Amz-Date=20240101T000000Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Signature=abc"
	gcs   = "X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Credential=a&X-Goog-Date=b&X-Goog-Expires=60&X-Goog-SignedHeaders=host&X-Goog-Signature=c"
	azure = "sv=2022-11-02&st=2024-01-01&se=2024-01-02&sr=b&sp=r&sip=1.2.3.4&spr=https&sig=x%2By"
)

func TestName(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		ref, want string
		options   NameOptions
	}{
		"plain":                    {ref: "https://h/a.jpg", want: "https://h/a.jpg"},
		"scheme and host":          {ref: "HTTPS://Cdn.Example/Path/A.JPG", want: "https://cdn.example/Path/A.JPG"},
		"host beyond ASCII":        {ref: "https://BÜCHER.example/", want: "https://bÜcher.example/"},
		"default port of http":     {ref: "http://h:80/a", want: "http://h/a"},
		"default port of https":    {ref: "https://h:443/a", want: "https://h/a"},
		"the other's default port": {ref: "http://h:443/a", want: "http://h:443/a"},
		"empty port":               {ref: "https://h:/a", want: "https://h/a"},
		"IPv6":                     {ref: "http://[::80]:80/a", want: "http://[::80]/a"},
		"no path":                  {ref: "https://h?x=1", want: "https://h/?x=1"},
		"slashes and dots stay":    {ref: "https://h//a/../b.jpg", want: "https://h//a/../b.jpg"},
		"escapes stay":             {ref: "https://h/%7euser/%2F?q=%41", want: "https://h/%7euser/%2F?q=%41"},
		"fragment":                 {ref: "https://h/a#b?c", want: "https://h/a"},
		"space before a fragment":  {ref: "https://h/a #b", want: "https://h/a"},
		"space before a dropped":   {ref: "https://h/a?w=1 &_ =2#b", want: "https://h/a?w=1"},
		"empty query":              {ref: "https://h/a?#", want: "https://h/a"},
		"order of parameters":      {ref: "https://h/a?w=2&h=1&w=3", want: "https://h/a?w=2&h=1&w=3"},
		"versions stay":            {ref: "https://h/a?v=1&version=2&size=3&ver=4&t=5", want: "https://h/a?v=1&version=2&size=3&ver=4&t=5"},
		"drop the query":           {ref: "https://h/a?w=2#f", want: "https://h/a", options: NameOptions{DropQuery: true}},
		"cache busters":            {ref: "https://h/a?_=1700000000&w=1&cb=0.123&nocache=x&CacheBuster=y", want: "https://h/a?w=1"},
		"not a cache buster":       {ref: "https://h/?_=summer&cb=winter", want: "https://h/?_=summer&cb=winter"},
		"S3":                       {ref: "https://b.s3.amazonaws.com/a.jpg?" + s3 + "&x-id=GetObject", want: "https://b.s3.amazonaws.com/a.jpg"},
		"S3 keeps its version":     {ref: "https://b/a?versionId=7&" + s3, want: "https://b/a?versionId=7"},
		"S3 in the middle":         {ref: "https://b/a?w=1&" + s3 + "&h=2", want: "https://b/a?w=1&h=2"},
		"S3 with escaped names":    {ref: "https://b/a?X%2DAmz%2DSignature=1", want: "https://b/a"},
		"x-id alone":               {ref: "https://b/a?x-id=7", want: "https://b/a?x-id=7"},
		"S3 version 2":             {ref: "https://b/a?AWSAccessKeyId=k&Signature=s&Expires=1", want: "https://b/a"},
		"S3 version 2, not whole":  {ref: "https://b/a?Signature=s&Expires=1", want: "https://b/a?Signature=s&Expires=1"},
		"GCS":                      {ref: "https://storage.googleapis.com/b/a?" + gcs, want: "https://storage.googleapis.com/b/a"},
		"GCS in lower case":        {ref: "https://b/a?" + strings.ToLower(gcs), want: "https://b/a"},
		"GCS version 2":            {ref: "https://b/a?GoogleAccessId=i&Expires=1&Signature=s&generation=7", want: "https://b/a?generation=7"},
		"CloudFront, canned":       {ref: "https://d/a?Expires=1&Signature=s&Key-Pair-Id=k", want: "https://d/a"},
		"CloudFront, custom":       {ref: "https://d/a?size=1&Policy=p&Signature=s&Key-Pair-Id=k", want: "https://d/a?size=1"},
		"CloudFront, not whole":    {ref: "https://d/a?Policy=p&Signature=s", want: "https://d/a?Policy=p&Signature=s"},
		"Azure":                    {ref: "https://x.blob.core.windows.net/c/a?" + azure, want: "https://x.blob.core.windows.net/c/a"},
		"Azure, stored policy":     {ref: "https://b/a?sv=1&si=p&sr=b&sig=x&snapshot=t", want: "https://b/a?snapshot=t"},
		"Azure without sig":        {ref: "https://b/a?sv=1&se=2&sp=3", want: "https://b/a?sv=1&se=2&sp=3"},
		"sig without Azure":        {ref: "https://b/a?sig=1&sp=3", want: "https://b/a?sig=1&sp=3"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := Name(c.ref, c.options)
			if err != nil || got != c.want {
				t.Errorf("Name is %q, %v, want %q", got, err, c.want)
			}
		})
	}
}

func TestNameRefuses(t *testing.T) {
	t.Parallel()
	for ref, part := range map[string]string{
		"a.jpg":                   "is a file's",
		"ftp://h/a.jpg":           "unsupported reference",
		"https://u:hunter2@h/":    "user name or password",
		"https://h/?x=hunter2\n#": "control character",
		"https://h/\thunter2":     "control character",
	} {
		name, err := Name(ref, NameOptions{})
		if name != "" {
			t.Errorf("Name(%q) is %q, want none", ref, name)
		}
		wantProblem(t, err, BadReference, part)
	}
}

func TestFileName(t *testing.T) {
	t.Parallel()
	if got := FileName(filepath.FromSlash("/srv/photos/../a//b.jpg")); got != "file:/srv/a/b.jpg" {
		t.Errorf("FileName is %q", got)
	}
}

func FuzzName(f *testing.F) {
	for _, seed := range []string{
		"https://h/a.jpg?w=1#f", "HTTP://H:80?" + s3, "https://h/a?" + azure + "&_=1", "http://[fe80::1%25En0]:80/", "https://h:/?&&",
		"https://%E4%BD%A0.example/", "https://h/a?Expires=1&Signature=s&Key-Pair-Id=k&GoogleAccessId=i", "a.jpg", "//h", "http://h::80/",
		"http://h?a&se&&sp #f", "http://h/? #", "http://h/?_ &_=1",
	} {
		f.Add(seed, false)
		f.Add(seed, true)
	}
	f.Fuzz(func(t *testing.T, ref string, drop bool) {
		o := NameOptions{DropQuery: drop}
		name, err := Name(ref, o)
		if err != nil {
			return
		}
		again, err := Name(name, o)
		if err != nil || again != name {
			t.Errorf("Name(%q) is %q, but Name of that is %q, %v", ref, name, again, err)
		}
		if !IsURL(strings.TrimSpace(ref)) {
			t.Errorf("Name(%q) is %q, but that is no address", ref, name)
		}
	})
}

package picture

import (
	"net/url"
	"path/filepath"
	"strings"
	"unicode"
)

// NameOptions says how much of an address is its name. The zero value keeps
// every parameter that may choose another picture.
type NameOptions struct {
	DropQuery bool // the whole query is left out: https://h/a.jpg?w=200 is https://h/a.jpg
}

// Name is the identity of the picture at an address: two addresses with one
// name are one picture, and are paid for once. The scheme and the host are in
// lower case; the default port, the fragment, signatures that expire (S3,
// Google Cloud Storage, CloudFront, Azure) and cache busters are left out. All
// the rest is kept as written and in its order, for a different path or query
// may be a different picture: naming one picture twice costs a caption, naming
// two pictures alike gives one of them a wrong text.
//
// Name(Name(ref)) is Name(ref). The error is a *[Problem] with the reason
// [BadReference]; file names, which have a [FileName], are refused with it too.
func Name(ref string, o NameOptions) (string, error) {
	parsed, err := Parse(ref)
	if err != nil {
		return "", err
	}
	if parsed.URL == "" {
		return "", badReference("the name is a file's, not an http(s) address")
	}
	return parsed.Name(o), nil
}

// Name is [Name] of an address that was parsed already, and "" for a file.
func (r Ref) Name(o NameOptions) string {
	if r.URL == "" {
		return ""
	}
	address, _, _ := strings.Cut(r.URL, "#")
	address, query, _ := strings.Cut(address, "?")
	name := origin(trimEnd(address))
	if o.DropQuery || query == "" {
		return name
	}
	if kept := trimEnd(lasting(query)); kept != "" {
		name += "?" + kept
	}
	return name
}

// FileName is the identity of a local picture: "file:" and its absolute path,
// cleaned, with forward slashes. Symbolic links are not followed.
func FileName(abs string) string {
	return "file:" + filepath.ToSlash(filepath.Clean(abs))
}

// trimEnd drops the space that a fragment or a dropped parameter stood after.
func trimEnd(s string) string { return strings.TrimRightFunc(s, unicode.IsSpace) }

// origin is an address without query and fragment, its scheme and host made
// canonical (RFC 3986, 6.2.2.1 and 6.2.3). The path is left alone.
func origin(address string) string {
	scheme, rest, _ := strings.Cut(address, "://")
	host, path, _ := strings.Cut(rest, "/")
	scheme, host = asciiLower(scheme), asciiLower(host)
	host = strings.TrimSuffix(host, defaultPort(scheme))
	host = strings.TrimSuffix(host, ":")
	return scheme + "://" + host + "/" + path
}

func defaultPort(scheme string) string {
	if scheme == "http" {
		return ":80"
	}
	return ":443"
}

// asciiLower leaves all but A to Z alone: what lower case means for other
// letters is for the name servers to say.
func asciiLower(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

// lasting is a query without the parameters that come and go while the picture
// stays the same.
func lasting(query string) string {
	parts := strings.Split(query, "&")
	given := make(parameters, len(parts))
	for _, part := range parts {
		given[key(part)] = true
	}
	kept := parts[:0]
	for _, part := range parts {
		if name := key(part); !given.signing(name) && !cacheBuster(name, value(part)) {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, "&")
}

// key is the unescaped name, without space around, of one "name=value" of a query.
func key(part string) string {
	name, _, _ := strings.Cut(part, "=")
	if plain, err := url.QueryUnescape(name); err == nil {
		name = plain
	}
	return strings.TrimSpace(name)
}

func value(part string) string {
	_, v, _ := strings.Cut(part, "=")
	return strings.TrimSpace(v)
}

// cacheBuster reports whether a parameter is there only to defeat caches. The
// short names are so only with the number that scripts put there, a time or
// something random; "v", "version" and their like may be the picture's own and
// are not here.
func cacheBuster(name, value string) bool {
	switch asciiLower(name) {
	case "cachebuster", "cache_buster", "cachebust", "nocache", "no_cache":
		return true
	case "_", "cb":
		return strings.Trim(value, "0123456789.") == ""
	}
	return false
}

package picture

import (
	"slices"
	"strings"
)

// parameters is the set of parameter names in one query.
type parameters map[string]bool

// signing reports whether a parameter belongs to a signature that is complete
// in this query. One name alone proves nothing: "Expires" or "sp" without the
// rest may be anybody's.
func (given parameters) signing(name string) bool {
	for _, s := range signatures {
		if s.covers(name) && s.present(given) {
			return true
		}
	}
	return false
}

// signature is one vendor's way to sign an address for a while.
type signature struct {
	marks  [][]string // it is there when one of each is given; with no marks, its names alone prove it
	prefix string     // what its names begin with, in lower case; "" if that says nothing
	names  []string   // its names, as written
}

// signatures are the schemes of the large stores, as their documentation lists
// the parameters of presigned, signed or shared-access addresses.
var signatures = []signature{
	{ // Amazon S3, version 4, and the stores that speak it
		prefix: "x-amz-",
	},
	{ // Amazon's JavaScript client adds the operation to what it signs
		marks: [][]string{{"X-Amz-Signature"}},
		names: []string{"x-id"},
	},
	{ // Amazon S3, version 2
		marks: [][]string{{"AWSAccessKeyId"}, {"Signature"}, {"Expires"}},
		names: []string{"AWSAccessKeyId", "Signature", "Expires"},
	},
	{ // Google Cloud Storage, version 4
		prefix: "x-goog-",
	},
	{ // Google Cloud Storage, version 2
		marks: [][]string{{"GoogleAccessId"}},
		names: []string{"GoogleAccessId", "Signature", "Expires"},
	},
	{ // Amazon CloudFront, with a canned (Expires) or a custom policy
		marks: [][]string{{"Key-Pair-Id"}, {"Signature"}, {"Expires", "Policy"}},
		names: []string{"Key-Pair-Id", "Signature", "Expires", "Policy"},
	},
	{ // Azure shared access signatures: account, service and user delegation
		marks: [][]string{{"sig"}, {"sv", "se"}},
		names: []string{"sv", "se", "sr", "sp", "sig", "st", "spr", "si", "sip", "ss", "srt",
			"skoid", "sktid", "skt", "ske", "sks", "skv", "saoid", "suoid", "scid", "sdd"},
	},
}

func (s signature) covers(name string) bool {
	if s.prefix != "" && strings.HasPrefix(asciiLower(name), s.prefix) {
		return true
	}
	return slices.Contains(s.names, name)
}

func (s signature) present(given parameters) bool {
	for _, mark := range s.marks {
		if !slices.ContainsFunc(mark, func(name string) bool { return given[name] }) {
			return false
		}
	}
	return true
}

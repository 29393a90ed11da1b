package manifest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
)

// A role is what a column is for.
type role int

const (
	image role = iota
	id
	alt
	prompt
	roles // how many there are
)

var roleNames = [roles]string{"image", "id", "alt", "prompt"}

// contents are what columns of each role hold, for errors.
var contents = [roles]string{"images", "ids", "alt text", "prompts"}

func (r role) String() string { return roleNames[r] }

func roleOf(name string) (role, bool) {
	i := slices.Index(roleNames[:], name)
	return role(i), i >= 0
}

// known are the names that columns have in practice, for each role from the
// likeliest to the least, as squeeze leaves them: "Image Src", "image_src" and
// "imageSrc" are all "imagesrc". Names that say "image" win over a bare "url",
// which is often the page; a URL wins over a file's name, which may be of
// somebody else's disk.
//
// Left out on purpose: "caption" and "text", which are as often the answer as
// the question; "prompt", "model" and "seed", which would change what is
// asked; "handle", which a Shopify export repeats for each image of a product.
var known = [roles][]string{
	image: {
		"image", "images", "imageurl", "imageurls", "imagesrc", "imagelink",
		"productimageurl", "img", "imgurl", "imgsrc", "imagepath", "imagepaths",
		"imagefile", "imagefilename", "baseimage",
		"photo", "photos", "photourl", "picture", "pictures", "pictureurl",
		"attachmenturl", "mediaurl", "src", "url", "urls", "sourceurl", "fileurl",
		"filename", "filenames", "filepath", "filepaths", "file", "files", "path",
		"thumbnail", "thumbnailurl", "link",
	},
	id: {
		"id", "rowid", "imageid", "assetid", "mediaid", "attachmentid",
		"uid", "uuid", "key", "sku",
	},
	alt: {
		"alt", "alttext", "imagealttext", "imagealt", "imgalt",
		"existingalt", "existingalttext", "alternativetext", "alternatetext",
	},
}

// squeeze makes two spellings of a column's name equal: lower case, without
// spaces, underscores, hyphens and byte order marks.
func squeeze(name string) string {
	return strings.Map(func(r rune) rune {
		if r == '_' || r == '-' || r == '\uFEFF' || unicode.IsSpace(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
}

// A naming says which names play which roles.
type naming struct {
	given [roles]string // the name the caller gave, if any
	named [roles]bool
	needs role // that has to be played
}

func newNaming(o Options) (naming, error) {
	var n naming
	for _, name := range slices.Sorted(maps.Keys(o.Columns)) {
		as, ok := roleOf(name)
		if !ok {
			return n, fmt.Errorf("--column %s=%s: unknown role %q; the roles are %s",
				clip(name, maxQuote), clip(o.Columns[name], maxQuote), clip(name, maxQuote), strings.Join(roleNames[:], ", "))
		}
		n.given[as], n.named[as] = o.Columns[name], true
	}
	if o.Needs == "" {
		return n, nil
	}
	as, ok := roleOf(o.Needs)
	if !ok {
		return n, fmt.Errorf("unknown role %q is needed; the roles are %s", clip(o.Needs, maxQuote), strings.Join(roleNames[:], ", "))
	}
	n.needs = as
	return n, nil
}

// ranks returns how well a column's name fits each role: 0 is best, -1 not at
// all. A name the caller gave is the only one that fits.
func (n naming) ranks(name string) (rank [roles]int) {
	squeezed := squeeze(name)
	for as := range roles {
		switch {
		case !n.named[as]:
			rank[as] = slices.Index(known[as], squeezed)
		case name == n.given[as]:
			rank[as] = 0
		case squeezed == squeeze(n.given[as]):
			rank[as] = 1
		default:
			rank[as] = -1
		}
	}
	return rank
}

// pick returns which column of a header plays each role, -1 for none. Of
// columns that fit equally well it is the first.
func (n naming) pick(header []string) (columns [roles]int) {
	var best [roles]int
	for as := range roles {
		columns[as] = -1
	}
	for i, name := range header {
		for as, rank := range n.ranks(name) {
			if rank >= 0 && (columns[as] < 0 || rank < best[as]) {
				columns[as], best[as] = i, rank
			}
		}
	}
	return columns
}

// noColumn is the error about a column that was named and is not there.
func noColumn(role, name string, found []string) error {
	return unreadablef("--column %s=%s: there is no such column; columns found: %s", role, clip(name, maxQuote), quoteAll(found))
}

// missing reports the first role that has to be played and is not, given the
// names that were found.
func (n naming) missing(played [roles]bool, found []string) error {
	for as := range roles {
		switch {
		case played[as]:
		case n.named[as]:
			return noColumn(as.String(), n.given[as], found)
		case as == n.needs:
			return unreadablef("no column holds %s; columns found: %s; name one with --column %s=NAME", contents[as], quoteAll(found), as)
		}
	}
	return nil
}

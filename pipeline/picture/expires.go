package picture

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Expires is when an address stops working because its signature does, as the
// large stores write it (S3, Google Cloud Storage, CloudFront, Azure). It is
// false for addresses that are not signed, or whose end cannot be read.
func Expires(address string) (time.Time, bool) {
	_, query, signed := strings.Cut(address, "?")
	query, _, _ = strings.Cut(query, "#")
	if !signed {
		return time.Time{}, false
	}
	given, err := url.ParseQuery(query)
	if err != nil {
		return time.Time{}, false
	}
	var ends []time.Time
	for _, end := range expiries {
		if t := end(given); !t.IsZero() {
			ends = append(ends, t)
		}
	}
	if len(ends) == 0 {
		return time.Time{}, false
	}
	return slices.MinFunc(ends, time.Time.Compare), true
}

// expiries are the stores' ways to say when a signature ends, as their
// documentation of presigned, signed and shared-access addresses gives them.
// Each returns the zero time for addresses that are not of its kind.
var expiries = []func(url.Values) time.Time{
	func(q url.Values) time.Time { return lasts(q, "x-amz-") },
	func(q url.Values) time.Time { return lasts(q, "x-goog-") },
	untilEpoch,
	untilPolicy,
	untilAzure,
}

// lasts reads a date and a number of seconds: version 4 of S3 and of Google.
func lasts(q url.Values, prefix string) time.Time {
	given := map[string]string{}
	for name, values := range q {
		given[asciiLower(name)] = values[0]
	}
	from, err := time.Parse("20060102T150405Z", given[prefix+"date"])
	seconds, errSeconds := strconv.ParseUint(given[prefix+"expires"], 10, 31)
	if err != nil || errSeconds != nil || given[prefix+"signature"] == "" {
		return time.Time{}
	}
	return from.Add(time.Duration(seconds) * time.Second)
}

// untilEpoch reads seconds since 1970: version 2 of S3 and of Google, and
// CloudFront with a canned policy. "Expires" alone may be anybody's.
func untilEpoch(q url.Values) time.Time {
	signed := q.Has("AWSAccessKeyId") || q.Has("GoogleAccessId") || q.Has("Key-Pair-Id")
	if !signed || !q.Has("Signature") {
		return time.Time{}
	}
	return epoch(q.Get("Expires"))
}

func epoch(s string) time.Time {
	seconds, err := strconv.ParseUint(s, 10, 40)
	if err != nil {
		return time.Time{}
	}
	return time.Unix(int64(seconds), 0).UTC()
}

// cloudFront64 is base64 as CloudFront puts it into addresses.
var cloudFront64 = strings.NewReplacer("-", "+", "_", "=", "~", "/")

// untilPolicy reads a custom policy of CloudFront.
func untilPolicy(q url.Values) time.Time {
	text, err := base64.StdEncoding.DecodeString(cloudFront64.Replace(q.Get("Policy")))
	if err != nil || !q.Has("Key-Pair-Id") {
		return time.Time{}
	}
	var policy struct {
		Statement []struct {
			Condition struct {
				DateLessThan struct {
					Epoch json.Number `json:"AWS:EpochTime"`
				}
			}
		}
	}
	if json.Unmarshal(text, &policy) != nil || len(policy.Statement) == 0 {
		return time.Time{}
	}
	return epoch(policy.Statement[0].Condition.DateLessThan.Epoch.String())
}

// untilAzure reads the end of a shared access signature.
func untilAzure(q url.Values) time.Time {
	if !q.Has("sig") {
		return time.Time{}
	}
	for _, form := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", time.DateOnly} {
		if t, err := time.Parse(form, q.Get("se")); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}

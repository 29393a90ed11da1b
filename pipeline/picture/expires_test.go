package picture_test

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline/picture"
)

func TestExpires(t *testing.T) {
	t.Parallel()
	policy := strings.NewReplacer("+", "-", "=", "_", "/", "~").Replace(base64.StdEncoding.EncodeToString(
		[]byte(`{"Statement":[{"Resource":"https://x/*","Condition":{"DateLessThan":{"AWS:EpochTime":1800000000}}}]}`)))
	tests := []struct{ name, address, want string }{
		{"S3, version 4", "https://b.s3.amazonaws.com/a.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20261126T100000Z&X-Amz-Expires=3600&X-Amz-Signature=ab", "2026-11-26T11:00:00Z"},
		{"the same in lower case", "https://b/a.jpg?x-amz-date=20261126T100000Z&x-amz-expires=60&x-amz-signature=ab", "2026-11-26T10:01:00Z"},
		{"not signed at all", "https://b/a.jpg?X-Amz-Date=20261126T100000Z&X-Amz-Expires=3600", ""},
		{"a date that is none", "https://b/a.jpg?X-Amz-Date=yesterday&X-Amz-Expires=3600&X-Amz-Signature=ab", ""},
		{"longer than anything lasts", "https://b/a.jpg?X-Amz-Date=20261126T100000Z&X-Amz-Expires=99999999999999&X-Amz-Signature=ab", ""},
		{"Google, version 4", "https://storage.googleapis.com/b/a.jpg?X-Goog-Date=20261126T000000Z&X-Goog-Expires=604800&X-Goog-Signature=ab#part", "2026-12-03T00:00:00Z"},
		{"S3, version 2", "https://b/a.jpg?AWSAccessKeyId=k&Expires=1800000000&Signature=ab", "2027-01-15T08:00:00Z"},
		{"Google, version 2", "https://b/a.jpg?GoogleAccessId=k&Expires=1800000000&Signature=ab", "2027-01-15T08:00:00Z"},
		{"CloudFront", "https://d.cloudfront.net/a.jpg?Expires=1800000000&Signature=ab&Key-Pair-Id=k", "2027-01-15T08:00:00Z"},
		{"CloudFront, own policy", "https://d.cloudfront.net/a.jpg?Policy=" + policy + "&Signature=ab&Key-Pair-Id=k", "2027-01-15T08:00:00Z"},
		{"CloudFront, a policy of rubbish", "https://d.cloudfront.net/a.jpg?Policy=AAAA&Signature=ab&Key-Pair-Id=k", ""},
		{"Azure", "https://a.blob.core.windows.net/c/a.jpg?sv=2020&se=2026-11-26T12%3A30%3A00Z&sp=r&sig=ab", "2026-11-26T12:30:00Z"},
		{"Azure, to the minute", "https://a.blob.core.windows.net/c/a.jpg?sv=2020&se=2026-11-26T12:30Z&sig=ab", "2026-11-26T12:30:00Z"},
		{"Azure, a day", "https://a.blob.core.windows.net/c/a.jpg?sv=2020&se=2026-11-26&sig=ab", "2026-11-26T00:00:00Z"},
		{"a page's own Expires", "https://b/a.jpg?Expires=1800000000", ""},
		{"no query", "https://b/a.jpg", ""},
		{"a query of rubbish", "https://b/a.jpg?%zz", ""},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, ok := picture.Expires(c.address)
			if ok != (c.want != "") || ok && got.Format(time.RFC3339) != c.want {
				t.Errorf("%s ends at %v, %v; want %q", c.address, got, ok, c.want)
			}
		})
	}
}

func FuzzExpires(f *testing.F) {
	f.Add("https://b/a.jpg?X-Amz-Date=20261126T100000Z&X-Amz-Expires=3600&X-Amz-Signature=ab")
	f.Add("https://b/a.jpg?Policy=AAAA&Key-Pair-Id=k")
	f.Add("https://b/a.jpg?se=2026-11-26&sig=ab")
	f.Fuzz(func(t *testing.T, address string) {
		if at, ok := picture.Expires(address); ok == at.IsZero() {
			t.Errorf("%q ends at %v, %v", address, at, ok)
		}
	})
}

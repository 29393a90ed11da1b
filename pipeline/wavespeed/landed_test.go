package wavespeed

import (
	"net/http"
	"strings"
	"testing"

	"github.com/captionmill/captionmill/pipeline/api"
)

// lent answers a HEAD and a GET each in its own way.
func lent(head, get http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Method == "HEAD" {
			head(w, r)
			return
		}
		get(w, r)
	}
}

func TestLanded(t *testing.T) {
	t.Parallel()
	const fox = "red fox"
	file := serving(200, fox, "Content-Length", "7")
	first := serving(206, "r", "Content-Range", "bytes 0-0/7")
	tests := map[string]struct {
		head, get http.HandlerFunc
		size      int64
		want      bool
		asked     int32
	}{
		"there":                {file, unasked, 7, true, 1},
		"of any length":        {file, unasked, -1, true, 1},
		"no length told":       {func(http.ResponseWriter, *http.Request) {}, unasked, 7, true, 1},
		"not there":            {serving(404, page), unasked, 7, false, 1},
		"gone":                 {serving(410, ""), unasked, 7, false, 1},
		"no HEAD":              {serving(405, ""), first, 7, true, 2},
		"no HEAD, not built":   {serving(501, ""), first, 7, true, 2},
		"signed for GET":       {serving(403, ""), first, 7, true, 2},
		"the whole":            {serving(405, ""), file, 7, true, 2},
		"no range told":        {serving(405, ""), serving(206, "r"), 7, true, 2},
		"no length in a range": {serving(405, ""), serving(206, "r", "Content-Range", "bytes 0-0/*"), 7, true, 2},
		"no HEAD, not there":   {serving(405, ""), serving(404, page), 7, false, 2},
		"shown to nobody":      {serving(403, ""), serving(403, page), 7, false, 2},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site, c := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if r.Header.Get("Authorization") != "" || r.UserAgent() != "captionmill" || (r.Method == "GET") != (r.Header.Get("Range") == "bytes=0-0") {
					t.Errorf("%s with %v", r.Method, r.Header)
				}
				lent(tt.head, tt.get)(w, r)
			})
			got, err := c.Landed(inTime(t), site.URL+"/media/fox.png", tt.size)
			if got != tt.want || err != nil || site.asked.Load() != tt.asked {
				t.Errorf("got %t, %v after %d requests; want %t after %d", got, err, site.asked.Load(), tt.want, tt.asked)
			}
		})
	}
}

func TestLandedCannotTell(t *testing.T) {
	t.Parallel()
	const secret = "/bucket/?" + signature
	tests := map[string]struct {
		head, get http.HandlerFunc
		reason    string
		says      string
	}{
		"another length":       {serving(200, "", "Content-Length", "8"), unasked, "server_error", "a file of 8 bytes, not 7"},
		"a range of another":   {serving(405, ""), serving(206, "r", "Content-Range", "bytes 0-0/8"), "server_error", "a file of 8 bytes, not 7"},
		"a long other":         {serving(405, ""), serving(200, strings.Repeat("x", 1<<20), "Content-Length", "1048576"), "server_error", "not 7"},
		"an empty file":        {serving(405, ""), serving(416, ""), "refused", "HTTP 416"},
		"unauthorized":         {serving(401, ""), unasked, "refused", "HTTP 401"},
		"busy":                 {serving(429, ""), unasked, "rate_limited", "HTTP 429"},
		"down":                 {serving(503, ""), unasked, "server_error", "HTTP 503"},
		"no HEAD, down":        {serving(405, ""), serving(500, page), "server_error", "HTTP 500"},
		"cut":                  {hangUp, hangUp, "server_error", ""},
		"to another scheme":    {serving(302, "", "Location", "https://localhost"+secret), unasked, "server_error", "HTTP 302"},
		"to an open place":     {serving(302, "", "Location", "http://192.0.2.1"+secret), unasked, "server_error", "HTTP 302"},
		"round and round":      {serving(302, "", "Location", secret), unasked, "server_error", "HTTP 302"},
		"nowhere":              {serving(302, ""), unasked, "server_error", "HTTP 302"},
		"to what is no scheme": {serving(302, "", "Location", "file:///bucket/"), unasked, "server_error", "HTTP 302"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site, c := serve(t, lent(tt.head, tt.get))
			got, err := c.Landed(inTime(t), site.URL+secret, 7)
			e := failing(t, err)
			if got || e.Verdict != api.Retry || e.Reason != tt.reason || !strings.Contains(e.Error(), tt.says) || site.asked.Load() > 6 {
				t.Errorf("got %t, %#v: %v", got, e, e)
			}
			checkHidden(t, err)
		})
	}
}

func TestLandedFollowsToASafePlace(t *testing.T) {
	t.Parallel()
	for _, start := range []func(testing.TB, http.HandlerFunc) (*site, *Client){serve, serveTLS} {
		site, c := start(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/old" {
				http.Redirect(w, r, "/new", http.StatusFound)
				return
			}
			if r.Method != "HEAD" || r.Referer() != "" || r.Header.Get("Authorization") != "" {
				t.Errorf("%s with %v", r.Method, r.Header)
			}
			serving(200, "", "Content-Length", "7")(w, r)
		})
		if got, err := c.Landed(inTime(t), site.URL+"/old", 7); !got || err != nil || site.asked.Load() != 2 {
			t.Errorf("got %t, %v after %d requests", got, err, site.asked.Load())
		}
	}
}

func TestLandedGoesToSafePlacesOnly(t *testing.T) {
	t.Parallel()
	site, c := serve(t, serving(200, ""))
	for _, url := range []string{"", "fox.png", "http://example.com/bucket/" + signature, "file:///bucket/", "https://a:b@example.com/", site.URL + "/?k=" + testKey} {
		got, err := c.Landed(inTime(t), url, 7)
		if e := failing(t, err); got || e.Verdict != api.Reject {
			t.Errorf("%q: %t, %#v", url, got, e)
		}
		checkHidden(t, err)
	}
	if n := site.asked.Load(); n != 0 {
		t.Errorf("the server saw %d requests", n)
	}
}

// Places for files are reached without an account.
func TestFilesNeedNoKey(t *testing.T) {
	t.Parallel()
	site, _ := serve(t, serving(200, ""))
	c := new(Client)
	defer c.Close()
	if err := put(t, c, ticketTo(site)); err != nil {
		t.Error(err)
	}
	if got, err := c.Landed(inTime(t), site.URL, -1); !got || err != nil {
		t.Errorf("got %t, %v", got, err)
	}
}

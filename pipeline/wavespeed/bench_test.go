package wavespeed

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
)

// An image takes a submit and, if all goes well, one look. Each is measured
// beside what a program that keeps nothing would write ("plain"), plain and over
// TLS. The server's work counts with the client's.
func BenchmarkSubmit(b *testing.B) {
	input := map[string]any{
		"image": "https://example.com/1.jpg", "custom_prompt": strings.Repeat("Write alt text. ", 60),
		"preset_prompt": "describe", "seed": int64(-1), "enable_sync_mode": false,
	}
	ready, err := json.Marshal(input)
	if err != nil {
		b.Fatal(err)
	}
	compare(b, func(ctx context.Context, c *Client) error {
		_, err := c.Submit(ctx, testModel, ready)
		return err
	}, func(c *http.Client, root string) error {
		body, err := json.Marshal(input)
		if err != nil {
			return err
		}
		return plainly(c, "POST", root+"/api/v3/"+testModel, body)
	})
}

func BenchmarkGet(b *testing.B) {
	compare(b, func(ctx context.Context, c *Client) error {
		_, err := c.Get(ctx, testID)
		return err
	}, func(c *http.Client, root string) error {
		return plainly(c, "GET", root+"/api/v3/predictions/"+testID+"/result", nil)
	})
}

// compare runs the client's call and the plain one, both ways.
func compare(b *testing.B, ours func(context.Context, *Client) error, plain func(*http.Client, string) error) {
	ready := answers{"POST": answer(b, "submit-created"), "GET": answer(b, "poll-completed-string")}
	once := func(name string, call func() error) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := call(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	for over, start := range map[string]func(testing.TB, http.HandlerFunc) (*site, *Client){"http": serve, "https": serveTLS} {
		site, c := start(b, ready.ServeHTTP)
		ctx := inTime(b)
		once("over="+over+"/by=client", func() error { return ours(ctx, c) })
		once("over="+over+"/by=plain", func() error { return plain(site.Client(), site.URL) })
	}
}

// plainly makes a request and reads what it needs of the answer.
func plainly(c *http.Client, method, url string, body []byte) error {
	req, err := http.NewRequest(method, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+testKey)
	req.Header.Set("Content-Type", "application/json")
	resp, err := c.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	var read struct {
		Data struct {
			ID, Status string
			Outputs    []string
		}
	}
	if err := json.NewDecoder(resp.Body).Decode(&read); err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}

// answers are what there is to say to each method.
type answers map[string][]byte

func (a answers) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	io.Copy(io.Discard, r.Body)
	w.Header().Set("Content-Type", "application/json")
	w.Write(a[r.Method])
}

package wavespeed_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/captionmill/captionmill/pipeline/api"
	"github.com/captionmill/captionmill/pipeline/wavespeed"
)

// server answers as the API does: a submit creates, a look shows.
func server() *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == "GET":
			fmt.Fprint(w, `{"code":200,"data":{"id":"e683","status":"completed","outputs":["A red fox in snow."]}}`)
		case strings.HasSuffix(r.URL.Path, "/image"):
			fmt.Fprint(w, `{"code":200,"data":{"id":"e683","status":"created","outputs":[]}}`)
		default:
			w.WriteHeader(http.StatusTooManyRequests)
			fmt.Fprint(w, `{"code":429,"message":"You have reached your concurrency limit"}`)
		}
	}))
}

func Example() {
	srv := server()
	defer srv.Close()
	client := &wavespeed.Client{Key: "wsk_example", BaseURL: srv.URL}
	defer client.Close()

	ctx := context.Background()
	p, err := client.Submit(ctx, "wavespeed-ai/minicpm-v/image", json.RawMessage(`{
		"image": "https://example.com/fox.jpg",
		"custom_prompt": "Describe this image in one sentence."
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err = client.Get(ctx, p.ID)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.Status, p.Caption)
	// Output: completed A red fox in snow.
}

func ExampleClient_Submit_verdict() {
	srv := server()
	defer srv.Close()
	client := &wavespeed.Client{Key: "wsk_example", BaseURL: srv.URL}
	defer client.Close()

	_, err := client.Submit(context.Background(), "wavespeed-ai/any-llm/vision", nil)
	if e, ok := errors.AsType[*api.Error](err); ok {
		fmt.Println(e.Verdict)
		fmt.Println(e)
	}
	// Output:
	// retry
	// submit wavespeed-ai/any-llm/vision: HTTP 429: You have reached your concurrency limit
}

func ExampleValidateBaseURL() {
	for _, s := range []string{"https://api.wavespeed.ai/", "http://localhost:8080", "http://example.com"} {
		u, err := wavespeed.ValidateBaseURL(s)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(u, wavespeed.Vendor(u))
	}
	// Output:
	// https://api.wavespeed.ai true
	// http://localhost:8080 false
	// base URL uses http for "example.com", which would show the API key to others; use https
}

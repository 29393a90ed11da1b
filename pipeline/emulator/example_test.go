package emulator_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/captionmill/captionmill/pipeline/emulator"
)

// A test serves an emulator, lets its client loose and reads what it did.
func ExampleServer() {
	account, _ := emulator.Tier("bronze")
	server := &emulator.Server{Account: account, Blind: true}
	defer server.Close()
	api := httptest.NewServer(server)
	defer api.Close()

	for range 3 {
		req, _ := http.NewRequest("POST", api.URL+"/api/v3/wavespeed-ai/minicpm-v/image",
			strings.NewReader(`{"image":"https://example.com/fox.jpg"}`))
		req.Header.Set("Authorization", "Bearer any-key")
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			fmt.Println(err)
			return
		}
		io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		fmt.Println(resp.Status)
	}
	stats := server.Stats()
	fmt.Printf("accepted %d, charged $%.3f\n", stats.Accepted, float64(stats.Charged)/1e6)
	// Output:
	// 200 OK
	// 200 OK
	// 429 Too Many Requests
	// accepted 2, charged $0.010
}

func ExampleTier() {
	account, err := emulator.Tier("silver")
	fmt.Println(account.PerMinute, account.Concurrent, err)
	// Output: 500 300 <nil>
}

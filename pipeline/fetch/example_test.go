package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"

	"github.com/captionmill/captionmill/pipeline/fetch"
	"github.com/captionmill/captionmill/pipeline/picture"
)

func ExampleFetcher() {
	site := httptest.NewServer(http.FileServer(http.Dir("../../testdata/demo")))
	defer site.Close()
	ctx := context.Background()

	var careful fetch.Fetcher
	defer careful.Close()
	_, err := careful.Download(ctx, site.URL+"/fish.jpg")
	if problem, ok := errors.AsType[*picture.Problem](err); ok {
		fmt.Println(problem.Reason)
	}

	local := fetch.Fetcher{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}
	defer local.Close()
	found, err := local.Download(ctx, site.URL+"/fish.jpg")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(found.Type, len(found.Data), "closed:", found.Closed)

	_, err = local.Peek(ctx, site.URL+"/whale.jpg")
	fmt.Println(err)
	// Output:
	// private_address
	// image/jpeg 19352 closed: true
	// dead_link: 127.0.0.1 has no such picture: 404 Not Found; correct the address, or leave the row out
}

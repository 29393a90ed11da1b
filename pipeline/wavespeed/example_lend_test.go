package wavespeed_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/captionmill/captionmill/pipeline/api"
	"github.com/captionmill/captionmill/pipeline/wavespeed"
)

// keeper answers as the API and as the place where it keeps files.
func keeper() *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/api/v3/media/uploads":
			fmt.Fprintf(w, `{"code":200,"data":{"download_url":"http://%s/media/fox.png","upload":{"method":"PUT",
				"url":"http://%[1]s/media/fox.png?signature=secret","headers":{"If-None-Match":"*"}}}}`, r.Host)
		case "/api/v3/billings/search":
			fmt.Fprint(w, `{"code":200,"data":{"items":[{"uuid":"b2","billing_type":"refund","price":0.005,"prediction":{"uuid":"e683"}},
				{"uuid":"b1","billing_type":"deduct","price":0.005,"prediction":{"uuid":"e683"}}],"total":2}}`)
		case "/api/v3/models":
			fmt.Fprint(w, `{"code":200,"data":[{"model_id":"wavespeed-ai/minicpm-v/image","type":"image-to-text","base_price":0.005}]}`)
		default:
			io.Copy(io.Discard, r.Body)
		}
	}))
}

func ExampleClient_Put() {
	srv := keeper()
	defer srv.Close()
	client := &wavespeed.Client{Key: "wsk_example", BaseURL: srv.URL}
	defer client.Close()

	ctx, picture := context.Background(), "the bytes of a picture"
	size := int64(len(picture))
	ticket, err := client.Ticket(ctx, api.File{Name: "fox.png", Type: "image/png", Size: size})
	if e, ok := errors.AsType[*api.Error](err); ok && e.Cause == api.CauseRoute {
		fmt.Println("an older API; use Upload")
		return
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	// The ticket's URL is to be written down here: whatever happens from now on,
	// it can be found out whether the picture has arrived.
	if err := client.Put(ctx, ticket, strings.NewReader(picture), size); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(client.Landed(ctx, ticket.URL, -1))
	// Output: true <nil>
}

func ExampleClient_Bills() {
	srv := keeper()
	defer srv.Close()
	client := &wavespeed.Client{Key: "wsk_example", BaseURL: srv.URL}
	defer client.Close()

	bills, err := client.Bills(context.Background(), api.BillQuery{
		Predictions: []string{"e683"},
		After:       time.Now().Add(-24 * time.Hour),
		Page:        1,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, b := range bills.Bills {
		fmt.Println(b.Prediction, b.Amount, b.Refund)
	}
	// Output:
	// e683 $0.005 true
	// e683 $0.005 false
}

func ExampleClient_Models() {
	srv := keeper()
	defer srv.Close()
	client := &wavespeed.Client{Key: "wsk_example", BaseURL: srv.URL}
	defer client.Close()

	offers, err := client.Models(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, o := range offers {
		fmt.Println(o.Model, o.Price, o.Type)
	}
	// Output: wavespeed-ai/minicpm-v/image $0.005 image-to-text
}

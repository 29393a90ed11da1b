package sink_test

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/sink"
)

var results = []*pipeline.Result{
	{
		ID: "7", Images: []string{"kite.jpg"}, Cells: []string{"7", "kite.jpg", "new"},
		Answer: pipeline.Answer{
			AltText: "A red kite over a beach", Publish: pipeline.PublishYes, Status: pipeline.RowDone,
			Caption: "A red kite over a beach.", Model: "minicpm", PredictionID: "p1", Cost: 5000,
		},
	},
	{
		ID: "8", Images: []string{"gone.jpg"}, Cells: []string{"8", "gone.jpg", "old"},
		Answer: pipeline.Answer{
			Publish: pipeline.PublishNo, Status: pipeline.RowFailed,
			Reason: "image_unreachable", Detail: "the server answered 404; correct the address",
		},
	},
}

func ExampleNew() {
	// The shop has a column "status" of its own.
	w, err := sink.New(sink.CSV, os.Stdout, []string{"id", "image", "status"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range results {
		if err := w.Write(r); err != nil {
			fmt.Println(err)
			return
		}
	}
	if err := w.Close(); err != nil {
		fmt.Println(err)
	}
	// Output:
	// id,image,status,alt_text,publish,cm_status,reason,detail,flags,caption,model,prediction_id,cost_usd
	// 7,kite.jpg,new,A red kite over a beach,yes,done,,,,A red kite over a beach.,minicpm,p1,0.005
	// 8,gone.jpg,old,,no,failed,image_unreachable,the server answered 404; correct the address,,,,,0.00
}

func ExampleNew_jsonl() {
	w, err := sink.New(sink.JSONL, os.Stdout, []string{"id", "image", "status"})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer w.Close()
	if err := w.Write(results[1]); err != nil {
		fmt.Println(err)
	}
	// Output:
	// {"id":"8","image":"gone.jpg","publish":"no","status":"failed","reason":"image_unreachable","detail":"the server answered 404; correct the address","cost_usd":0.00,"row":{"id":"8","image":"gone.jpg","status":"old"}}
}

func ExampleCreate() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)

	name := filepath.Join(dir, sink.NameFor("photos/images.csv.gz", sink.CSV))
	fmt.Println(save(name), filepath.Base(name))
	// Output: <nil> images.captioned.csv
}

func save(name string) error {
	f, err := sink.Create(name)
	if err != nil {
		return err
	}
	defer f.Close() // removes what was not committed
	w, err := sink.New(sink.CSV, f, []string{"id", "image", "status"})
	if err != nil {
		return err
	}
	for _, r := range results {
		if err := w.Write(r); err != nil {
			return err
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	return f.Commit()
}

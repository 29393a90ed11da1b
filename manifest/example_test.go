package manifest_test

import (
	"fmt"
	"log"
	"strings"

	"github.com/captionmill/captionmill/manifest"
)

func Example() {
	export := `SKU;Image Src;Image Alt Text
C-1;https://shop.example/chair.jpg;
C-2;https://shop.example/front.jpg|https://shop.example/back.jpg;"A ""blue"" chair"
C-3;"https://shop.example/lost.jpg;
C-4;;
`
	r, err := manifest.Open(strings.NewReader(export), manifest.Options{Name: "shop.csv"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(r.Format(), r.Column("image"))
	for row, err := range r.Rows() {
		switch {
		case err != nil:
			log.Fatal(err)
		case row.Problem != nil:
			fmt.Println(row.Line, row.Problem.Reason)
		default:
			fmt.Printf("%d %s %d %q\n", row.Line, row.ID, len(row.Images), row.Alt)
		}
	}
	// Output:
	// csv Image Src
	// 2 C-1 1 ""
	// 3 C-2 2 "A \"blue\" chair"
	// 4 bad_row
	// 5 C-4 0 ""
}

func ExampleOpen_named() {
	text := `{"nr":7,"photo of":"chair.jpg"}`
	r, err := manifest.Open(strings.NewReader(text), manifest.Options{
		Columns: map[string]string{"image": "photo_of", "id": "nr"},
	})
	if err != nil {
		log.Fatal(err)
	}
	for row, err := range r.Rows() {
		fmt.Println(row.ID, row.Images, err)
	}
	// Output: 7 [chair.jpg] <nil>
}

func ExampleOpen_refused() {
	_, err := manifest.Open(strings.NewReader("sku,title\nC-1,Chair\n"), manifest.Options{Name: "shop.csv"})
	fmt.Println(err)
	// Output: read manifest shop.csv: no column holds images; columns found: "sku", "title"; name one with --column image=NAME
}

func ExampleFiles() {
	names := func(yield func(string, error) bool) {
		for _, name := range []string{"2026/#2.jpg", "2026/sea, far.jpg"} {
			if !yield(name, nil) {
				return
			}
		}
	}
	r, err := manifest.Files(names, manifest.Options{})
	if err != nil {
		log.Fatal(err)
	}
	for row, err := range r.Rows() {
		fmt.Printf("%d %q %v\n", row.Line, row.Images, err)
	}
	// Output:
	// 1 ["2026/#2.jpg"] <nil>
	// 2 ["2026/sea, far.jpg"] <nil>
}

package picture_test

import (
	"errors"
	"fmt"
	"strings"

	"github.com/captionmill/captionmill/pipeline/picture"
)

func ExampleName() {
	for _, ref := range []string{
		"https://CDN.example.com:443/cat.jpg?w=640#top",
		"https://cdn.example.com/cat.jpg?w=640&X-Amz-Date=20240101T000000Z&X-Amz-Signature=abc",
	} {
		name, err := picture.Name(ref, picture.NameOptions{})
		fmt.Println(name, err)
	}
	// Output:
	// https://cdn.example.com/cat.jpg?w=640 <nil>
	// https://cdn.example.com/cat.jpg?w=640 <nil>
}

func ExampleParse() {
	for _, ref := range []string{"shop/cat.jpg", "https://example.com/cat.jpg", "ftp://example.com/cat.jpg"} {
		parsed, err := picture.Parse(ref)
		fmt.Printf("%+v %v\n", parsed, err)
	}
	// Output:
	// {URL: Path:shop/cat.jpg} <nil>
	// {URL:https://example.com/cat.jpg Path:} <nil>
	// {URL: Path:} bad_reference: unsupported reference: "ftp:" is neither http, https nor a file name; download the picture and name the file
}

func ExampleInspect() {
	_, err := picture.Inspect(strings.NewReader("<!DOCTYPE html><title>Sign in</title>"), "cat.jpg")
	if problem, ok := errors.AsType[*picture.Problem](err); ok {
		fmt.Println(problem.Reason)
		fmt.Println(problem.Detail)
	}
	// Output:
	// not_an_image
	// found an HTML page named .jpg where a picture should be; fetch or export the picture again
}

func ExampleFolder_Open() {
	folder, err := picture.OpenFolder("../../testdata/demo")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer folder.Close()
	file, err := folder.Open("lighthouse.jpg")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer file.Close()
	info, err := picture.Inspect(file, "lighthouse.jpg")
	fmt.Println(info.Type, info.Width, info.Height, err)
	// Output:
	// image/jpeg 400 700 <nil>
}

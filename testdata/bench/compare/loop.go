package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/captionmill/captionmill/testdata/bench/standin"
)

// loopVerb starts this program as the plain loop.
const loopVerb = "loop"

// A loop is what one writes in Go in a quarter of an hour: it submits each
// image, looks for the answer, and keeps nothing.
type loop struct {
	client *http.Client
	root   string
	params map[string]any
	model  string
}

// loopMain reads a file with a question, a number of images, and how many at
// once.
func loopMain(args []string) error {
	images, err1 := strconv.Atoi(args[1])
	atOnce, err2 := strconv.Atoi(args[2])
	q, err3 := readQuestion(args[0])
	if err := errors.Join(err1, err2, err3); err != nil {
		return err
	}
	l := loop{
		client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: atOnce}},
		root:   os.Getenv(standin.BaseURLVar) + "/api/v3/",
		params: q.Input, model: q.Model,
	}
	return l.all(images, atOnce)
}

func (l loop) all(images, atOnce int) error {
	var group sync.WaitGroup
	var begun atomic.Int64
	errs := make([]error, atOnce)
	for i := range atOnce {
		group.Go(func() {
			for n := begun.Add(1); n <= int64(images) && errs[i] == nil; n = begun.Add(1) {
				errs[i] = l.one(imageURL(int(n)))
			}
		})
	}
	group.Wait()
	return errors.Join(errs...)
}

func (l loop) one(image string) error {
	params := map[string]any{}
	for name, value := range l.params {
		params[name] = value
	}
	params["image"] = image
	body, err := json.Marshal(params)
	if err != nil {
		return err
	}
	p, err := l.call("POST", l.model, body)
	if err != nil {
		return err
	}
	for p.Data.Status != "completed" {
		if p, err = l.call("GET", "predictions/"+p.Data.ID+"/result", nil); err != nil {
			return err
		}
	}
	if len(p.Data.Outputs) != 1 {
		return fmt.Errorf("%s has %d outputs", p.Data.ID, len(p.Data.Outputs))
	}
	return nil
}

type prediction struct {
	Data struct {
		ID, Status string
		Outputs    []string
	}
}

func (l loop) call(method, path string, body []byte) (p prediction, err error) {
	req, err := http.NewRequest(method, l.root+path, bytes.NewReader(body))
	if err != nil {
		return p, err
	}
	req.Header.Set("Authorization", "Bearer "+os.Getenv(standin.KeyVar))
	req.Header.Set("Content-Type", "application/json")
	resp, err := l.client.Do(req)
	if err != nil {
		return p, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return p, errors.New(resp.Status)
	}
	if err := json.NewDecoder(resp.Body).Decode(&p); err != nil {
		return p, err
	}
	_, err = io.Copy(io.Discard, resp.Body)
	return p, err
}

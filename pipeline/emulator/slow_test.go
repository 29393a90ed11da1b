package emulator

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestSlowAnswers(t *testing.T) {
	t.Parallel()
	for slowBy, want := range map[time.Duration]time.Duration{0: 3 * time.Second, time.Minute: time.Minute} {
		synctest.Test(t, func(t *testing.T) {
			s := &Server{Blind: true, Faults: Faults{SlowAnswer: 1, SlowBy: slowBy}}
			start := time.Now()
			w := inProcess(s, "POST", "/api/v3/"+minicpm, `{"image":"u"}`)
			if took := time.Since(start); took != want || !strings.Contains(w.Body.String(), `"status":"processing"`) {
				t.Errorf("after %v: %s, want it after %v", took, w.Body, want)
			}
			if got, want := w.Header().Get("Date"), time.Now().UTC().Format(http.TimeFormat); got != want {
				t.Errorf("dated %s, want %s", got, want)
			}
		})
	}
}

func TestASlowAnswerHasBeenPaidBefore(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &Server{Blind: true, Faults: Faults{SlowAnswer: 1, ErrorAfterAccept: 1}}
		ctx, giveUp := context.WithCancel(t.Context())
		w := httptest.NewRecorder()
		w.Code = 0
		done := make(chan bool)
		go func() {
			r := httptest.NewRequestWithContext(ctx, "POST", "/api/v3/"+minicpm, strings.NewReader(`{"image":"u"}`))
			r.Header.Set("Authorization", "Bearer k")
			s.ServeHTTP(w, r)
			close(done)
		}()
		time.Sleep(2 * time.Second)
		if got := s.Stats(); got.Accepted != 1 || got.Charged != 5000 || w.Body.Len() != 0 {
			t.Errorf("after 2 s: %+v and %q, want one accepted and charged and no byte", got, w.Body)
		}
		giveUp()
		<-done
		if got := s.Stats(); got.Accepted != 1 || got.Charged != 5000 || w.Body.Len() != 0 || w.Code != 0 {
			t.Errorf("after the client has gone: %+v and %q", got, w.Body)
		}
	})
}

// A client that hangs up is noticed on the wire too.
func TestAClientThatGivesUpHasPaid(t *testing.T) {
	t.Parallel()
	s := &Server{Blind: true, Latency: instant, Faults: Faults{SlowAnswer: 1, SlowBy: time.Hour}}
	c := serve(t, s)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, "POST", c.root+"/api/v3/"+minicpm, strings.NewReader(`{"image":"u"}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer k")
	if resp, err := http.DefaultClient.Do(r); err == nil {
		t.Errorf("answered %s", resp.Status)
	}
	list := c.call("POST", "/api/v3/predictions", `{"page":1,"page_size":10}`)
	if len(list.Data.Items) != 1 || c.poll(list.Data.Items[0].ID).Data.Status != "completed" || s.Stats().Charged != 5000 {
		t.Errorf("list is %s", list.body)
	}
}

package emulator

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func (c caller) remove(ids string) heard {
	c.t.Helper()
	return c.call("POST", "/api/v3/predictions/delete", `{"ids":`+ids+`}`)
}

func TestDelete(t *testing.T) {
	t.Parallel()
	s := &Server{Blind: true, Latency: instant, ResultInput: true, Remember: filepath.Join(t.TempDir(), "journal")}
	c := serve(t, s)
	kept, gone := c.ask("a").ID, c.ask("b").ID
	h := c.remove(fmt.Sprintf(`[%q,%q,"nobody"]`, gone, gone))
	if want := `{"code":200,"message":"success","data":{"deleted_count":1}}`; h.body != want {
		t.Errorf("deleting says %s, want %s", h.body, want)
	}
	if h := c.remove(fmt.Sprintf(`[%q]`, gone)); !strings.Contains(h.body, `"deleted_count":0`) {
		t.Errorf("deleting again says %s", h.body)
	}
	checkDeleted(t, c, kept, gone)
	if got := s.Stats(); got.Deleted != 1 || got.Accepted != 2 || got.Charged != 10000 {
		t.Errorf("stats are %+v", got)
	}
	checkDeleted(t, serve(t, &Server{Blind: true, ResultInput: true, Remember: s.Remember}), kept, gone)
}

// checkDeleted checks that one of two predictions is gone, and nothing of it
// can be seen.
func checkDeleted(t *testing.T, c caller, kept, gone string) {
	t.Helper()
	h := c.poll(gone)
	if h.Status != 200 || h.Code != 200 || h.Data.Status != "deleted" || h.Data.ID != gone || string(h.Data.Outputs) != "[]" || h.Data.Input != nil {
		t.Errorf("a deleted prediction shows as HTTP %d %s", h.Status, h.body)
	}
	list := c.call("POST", "/api/v3/predictions", `{"page":1,"page_size":10}`).Data.Items
	if len(list) != 1 || list[0].ID != kept || list[0].Status != "completed" {
		t.Errorf("list is %+v, want %s alone", list, kept)
	}
}

func TestDeletingRefuses(t *testing.T) {
	t.Parallel()
	c := serve(t, &Server{})
	for _, body := range []string{``, `{}`, `[]`, `{"ids":null}`, `{"ids":"a"}`, `{"ids":[1]}`} {
		if h := c.call("POST", "/api/v3/predictions/delete", body); h.Status != 400 || h.Code != 400 {
			t.Errorf("%s: HTTP %d %s, want 400", body, h.Status, h.body)
		}
	}
	if h := c.remove(`[]`); h.Status != 200 || !strings.Contains(h.body, `"deleted_count":0`) {
		t.Errorf("none: HTTP %d %s", h.Status, h.body)
	}
}

// What still runs goes on to its end, unseen, and is settled as any other.
func TestDeletingWhatRunsChangesNoMoney(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &Server{Blind: true, Latency: Latency{Median: time.Minute}, Faults: Faults{TaskFailed: 1}}
		inProcess(s, "POST", "/api/v3/"+minicpm, `{"image":"u"}`)
		id := s.room.predictions[0].id
		inProcess(s, "POST", "/api/v3/predictions/delete", `{"ids":["`+id+`"]}`)
		if got := searched(t, s, `{"page":1,"page_size":9}`); len(got.Items) != 1 || got.Items[0].Order.State != "pre" || got.Items[0].Prediction.Status != "deleted" {
			t.Errorf("while it runs: %+v", got)
		}
		time.Sleep(time.Minute)
		if got := inProcess(s, "GET", "/api/v3/predictions/"+id, "").Body.String(); !strings.Contains(got, `"status":"deleted"`) {
			t.Errorf("at its end: %s", got)
		}
		if got := searched(t, s, `{"page":1,"page_size":9}`); len(got.Items) != 2 || got.Items[0].Kind != "refund" {
			t.Errorf("at its end: %+v", got)
		}
	})
}

// What fate deletes is as gone as what somebody deletes.
func TestWhatEndsAsDeletedIsDeleted(t *testing.T) {
	t.Parallel()
	s := &Server{Blind: true, Latency: instant, Faults: Faults{Deleted: 1}, ResultInput: true, Remember: filepath.Join(t.TempDir(), "journal")}
	c := serve(t, s)
	gone := c.ask("a").ID
	s.Faults = Faults{}
	kept := c.ask("b").ID
	checkDeleted(t, c, kept, gone)
	if h := c.remove(fmt.Sprintf(`[%q]`, gone)); !strings.Contains(h.body, `"deleted_count":0`) {
		t.Errorf("deleting it says %s", h.body)
	}
	checkDeleted(t, serve(t, &Server{Blind: true, ResultInput: true, Remember: s.Remember}), kept, gone)
}

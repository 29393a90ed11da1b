package emulator

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestRefunds(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		faults   Faults
		blind    bool
		refunded int64
	}{
		{"completed", Faults{}, true, 0},
		{"empty", Faults{Empty: 1}, true, 0},
		{"failed", Faults{TaskFailed: 1}, true, 5000},
		{"timed out", Faults{TimedOut: 1}, true, 5000},
		{"cancelled", Faults{Cancelled: 1}, true, 5000},
		{"moderated", Faults{Moderated: 1}, true, 0},
		{"unreachable", Faults{}, false, 5000},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			journal := filepath.Join(t.TempDir(), "journal")
			s := &Server{Blind: tt.blind, Latency: instant, Faults: tt.faults, Balance: 1, Remember: journal}
			c := serve(t, s)
			id := c.submit(minicpm, `{"image":"u"}`).Data.ID
			checkMoney(t, c, s, 0)
			for range 2 { // a second look gives nothing more
				c.poll(id)
				checkMoney(t, c, s, tt.refunded)
			}
			again := &Server{Balance: 1, Remember: journal}
			checkMoney(t, serve(t, again), again, tt.refunded)
		})
	}
}

// checkMoney checks an account of one dollar that was charged half a cent.
func checkMoney(t *testing.T, c caller, s *Server, refunded int64) {
	t.Helper()
	if got := s.Stats(); got.Charged != 5000 || got.Refunded != refunded {
		t.Errorf("charged %d, refunded %d; want 5000, %d", got.Charged, got.Refunded, refunded)
	}
	if got, want := c.call("GET", "/api/v3/balance", "").Data.Balance, float64(995000+refunded)/1e6; got != want {
		t.Errorf("balance is %v, want %v", got, want)
	}
}

func TestPaidTwice(t *testing.T) {
	t.Parallel()
	s := &Server{Blind: true, Latency: instant, Faults: Faults{TaskFailed: 0.5}}
	c := serve(t, s)
	good := 0
	for i := range 20 {
		if c.ask("https://example.com/a.jpg").Status == "completed" {
			good++
		}
		c.ask("https://example.com/" + strings.Repeat("b", i+1) + ".jpg") // once each
		want := 0
		if good > 1 {
			want = 1
		}
		if got := s.Stats().PaidTwice; got != want {
			t.Errorf("%d of %d completed: %d inputs were paid twice, want %d", good, i+1, got, want)
		}
	}
	if got := s.Stats(); good < 2 || good == 20 || got.Accepted != 40 {
		t.Errorf("%d completed, stats are %+v", good, got)
	}
}

func TestCreditForms(t *testing.T) {
	t.Parallel()
	tests := []struct {
		form     CreditForm
		status   int
		says     string
		accepted int
	}{
		{"", 200, `{"code":400,"message":"Insufficient credits. Please top up your account."}`, 0},
		{CreditEnvelope, 200, `{"code":400,"message":"Insufficient credits. Please top up your account."}`, 0},
		{CreditForbidden, 403, `{"code":403,"message":"Forbidden: your account needs a top-up before you can use this model."}`, 0},
		{CreditTask, 200, `"status":"failed","created_at":`, 1},
	}
	for _, tt := range tests {
		for name, s := range map[string]*Server{
			"poor":  {Balance: -1, Faults: Faults{CreditForm: tt.form}},
			"blip":  {Balance: 1, Faults: Faults{CreditForm: tt.form, NoCredit: 1}},
			"final": {Balance: 1, Faults: Faults{CreditForm: tt.form, NoCredit: 1, FinalAtSubmit: 1}},
		} {
			t.Run(name+" "+string(tt.form), func(t *testing.T) {
				t.Parallel()
				s.Blind, s.Latency, s.Remember = true, instant, filepath.Join(t.TempDir(), "journal")
				c := serve(t, s)
				h := c.submit(minicpm, `{"image":"u"}`)
				if tt.accepted == 1 {
					id := h.Data.ID
					again := &Server{Remember: s.Remember}
					if got := serve(t, again).poll(id); got.Data.Code != 1407 || again.Stats().Charged != 0 {
						t.Errorf("after a restart: %s", got.body)
					}
					h = c.poll(id)
				}
				if h.Status != tt.status || !strings.Contains(h.body, tt.says) || (h.Data.Code == 1407) != (tt.accepted == 1) {
					t.Errorf("HTTP %d %s, want %d %s", h.Status, h.body, tt.status, tt.says)
				}
				if got := s.Stats(); got.Accepted != tt.accepted || got.Charged != 0 || got.Refunded != 0 || got.Refused["credit"] != 1-tt.accepted {
					t.Errorf("stats are %+v", got)
				}
			})
		}
	}
}

func TestQuotes(t *testing.T) {
	t.Parallel()
	const llm, premium = `{"model_id":"` + anyLLM + `","inputs":{}}`, `{"model_id":"` + anyLLM + `","inputs":{"model":"openai/gpt-4o"}}`
	const newer, older = "/api/v3/model/price", "/api/v3/model/pricing"
	tests := []struct {
		name       string
		server     *Server
		path, body string
		status     int
		want       string
	}{
		{"newer", &Server{}, newer, llm, 200, `{"model_id":"` + anyLLM + `","price":0.05,"discounted_price":0.05,"discount_rate":0,"currency":"USD"}`},
		{"older", &Server{}, older, llm, 200, `{"model_id":"` + anyLLM + `","unit_price":0.05,"currency":"USD"}`},
		{"premium", &Server{}, newer, premium, 200, `"discounted_price":0.15,`},
		{"own price", &Server{Prices: map[string]float64{anyLLM: 0.01}}, older, premium, 200, `"unit_price":0.03,`},
		{"raised", &Server{QuoteFactor: 1.5}, newer, llm, 200, `"discounted_price":0.075,`},
		{"raised, older", &Server{QuoteFactor: 1.5}, older, llm, 200, `"unit_price":0.075,`},
		{"without inputs", &Server{}, newer, `{"model_id":"` + minicpm + `"}`, 200, `"discounted_price":0.005,`},
		{"no newer", &Server{NoPrice: true}, newer, llm, 404, `{"code":404,"message":"page not found"}`},
		{"no newer, but older", &Server{NoPrice: true}, older, llm, 200, `"unit_price":0.05,`},
		{"no older", &Server{NoPricing: true}, older, llm, 404, `{"code":404,"message":"page not found"}`},
		{"no older, but newer", &Server{NoPricing: true}, newer, llm, 200, `"price":0.05,`},
		{"unknown model", &Server{}, newer, `{"model_id":"acme/eyes"}`, 400, "model not found: acme/eyes"},
		{"no object", &Server{}, newer, `[]`, 400, "not a JSON object"},
		{"odd inputs", &Server{}, older, `{"model_id":"` + minicpm + `","inputs":[]}`, 400, "not a JSON object"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := serve(t, tt.server).call("POST", tt.path, tt.body)
			if h.Status != tt.status || h.Code != tt.status || !strings.Contains(h.body, tt.want) {
				t.Errorf("HTTP %d %s, want %d %s", h.Status, h.body, tt.status, tt.want)
			}
			if got := tt.server.Stats(); (got.Quotes == 1) != (tt.status == 200) || got.Accepted != 0 || got.Charged != 0 {
				t.Errorf("stats are %+v: quotes are counted, and cost nothing", got)
			}
		})
	}
}

func TestWhatIsQuotedIsCharged(t *testing.T) {
	t.Parallel()
	s := &Server{Blind: true, Latency: instant, QuoteFactor: 1.2}
	serve(t, s).submit(minicpm, `{"image":"u"}`)
	if got := s.Stats().Charged; got != 6000 {
		t.Errorf("charged %d, want 6000", got)
	}
}

package emulator

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// BenchmarkCaption is a prediction of a load test: the submit, and the look that
// brings the answer.
func BenchmarkCaption(b *testing.B) {
	s := &Server{Blind: true, Latency: instant, Account: Account{Concurrent: 1 << 30}, Balance: 1e9}
	defer s.Close()
	prompt := strings.Repeat("Write alt text. ", 60)
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		asked := fmt.Sprintf(`{"custom_prompt":%q,"enable_sync_mode":false,"image":"https://example.com/%d.jpg","preset_prompt":"describe","seed":-1}`, prompt, n)
		var told heard
		if err := json.Unmarshal(inProcess(s, "POST", "/api/v3/"+minicpm, asked).Body.Bytes(), &told); err != nil {
			b.Fatal(err)
		}
		if answer := inProcess(s, "GET", "/api/v3/predictions/"+told.Data.ID+"/result", ""); !strings.Contains(answer.Body.String(), mark) {
			b.Fatalf("no caption: %s", answer.Body)
		}
	}
}

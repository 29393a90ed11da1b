package quality_test

import (
	"testing"

	"github.com/captionmill/captionmill/pipeline/quality"
)

// What a service says of itself is told from scenes by the thing it speaks of
// and by what follows.
func TestNotices(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want quality.Severity
	}{
		{"Our robots are busy right now", quality.Block},
		{"Our robots are busy right now sorting red apples", ""},
		{"Our garden is full right now of bees", ""},
		{"The preview is switched off.", quality.Block},
		{"The preview is switched off on the monitor", ""},
		{"No preview for this format", quality.Block},
		{"Preview with no visitors", ""},
		{"Uploads are paused", quality.Block},
		{"The system of locks is closed", ""},
		{"Captions may be delayed", quality.Block},
		{"The service is closed for maintenance", quality.Block},
		{"The service road is closed", ""},
		{"Die Datei wird nicht unterstützt", quality.Block},
		{"Die Datei aus Stahl ist nicht verrostet", ""},
		{"Il servizio è momentaneamente sospeso", quality.Block},
		{"Il servizio di lampade è sospeso al soffitto", ""},
		{"Сервис временно недоступен", quality.Block},
		{"Сервис из фарфора", ""},
		{"当前服务繁忙", quality.Block},
		{"服务员端着盘子", ""},
		{"Описание появится позже", quality.Block},
		{"Описание пути на табличке", ""},
		{"Our pool is closed today", quality.Warn},
		{"Our café is temporarily closed", quality.Warn},
		{"Our servers are currently down", quality.Block},
		{"Service is not included", ""},
		{"Das Paket ist derzeit überlastet", ""},
	}
	for _, tt := range tests {
		if got := severityOf(new(quality.Rules), tt.text, quality.ErrorText); got != tt.want {
			t.Errorf("%q is %q, want %q", tt.text, got, tt.want)
		}
	}
}

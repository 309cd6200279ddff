package report

import (
	"testing"

	"github.com/pktscope/pktscope/internal/render"
)

func TestHueOf(t *testing.T) {
	for line, want := range map[string]render.Hue{
		"%CRYPTO-3-IKE_PROPOSAL: Phase 1 is refused": render.HueErr,
		"%CDP-4-DUPLEX_MISMATCH: ":                   render.HueKeys,
		"%CRYPTO-6-IKE: ":                            render.HueTCP,
		"% No packets of CDP":                        render.HueFaint,
		"%CRYPTO":                                    render.HueNone,
		"R1  -3- ":                                   render.HueNone,
		"":                                           render.HueNone,
		"%":                                          render.HueNone,
	} {
		if got := hueOf([]byte(line)); got != want {
			t.Errorf("%q: %v, want %v", line, got, want)
		}
	}
}

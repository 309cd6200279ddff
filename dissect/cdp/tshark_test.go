package cdp_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/internal/cli"
)

// differs lists the fields that are not tshark's, and why.
var differs = map[string]string{
	"cdp.ip_prefix":    "tshark shows the bytes in the wrong order; its label is right",
	"cdp.invalid_data": "tshark says nothing of bytes behind a table without entries",
}

// TestFields runs generated packets through tshark and through pktscope and
// compares all of Wireshark's fields: how often they occur, their names, what
// they show, their bytes and where these are.
func TestFields(t *testing.T) {
	fields := dissecttest.TsharkFrames(t, cli.Main, "cdp.", 1, framed(generate()...)...)
	equal, labels := 0, 0
	for _, v := range fields {
		why, known := differs[v.Name]
		switch {
		case !v.Reached:
			t.Errorf("%s: no packet reaches it", v.Name)
		case v.Equal == known:
			t.Errorf("%s: equal: %v, known to differ: %v%s", v.Name, v.Equal, known, v.Difference)
		case known:
			t.Logf("%s: %s", v.Name, why)
		default:
			equal++
			if v.Labels {
				labels++
			} else {
				t.Errorf("%s: the labels differ:%s", v.Name, v.Difference)
			}
		}
	}
	t.Logf("%d of %d fields are wholly equal, %d of them with their labels", equal, len(fields), labels)
	if 100*equal < 95*len(fields) {
		t.Error("these are less than 95 %")
	}
}

package cdp_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/internal/cli"
)

// differs lists the fields that are not tshark's, and why.
var differs = map[string]string{
	"cdp.ip_prefix":                "tshark shows the bytes in the wrong order; its label is right",
	"cdp.invalid_data":             "tshark does not say where",
	"cdp.nrgyz_tlv.length.invalid": "tshark does not say where",
}

// TestFields runs generated packets through tshark and through pktscope and
// compares all of Wireshark's fields: how often they occur, their names, what
// they show, their bytes and where these are.
func TestFields(t *testing.T) {
	file := filepath.Join(t.TempDir(), "generated.pcap")
	if err := os.WriteFile(file, capture(1, framed(generate()...)...), 0o666); err != nil {
		t.Fatal(err)
	}
	theirs := dissecttest.Tshark(t, "-n", "-r", file, "-T", "pdml")
	ours := pktscope(t, "-n", "-r", file, "-T", "pdml", "--as", "4.0")
	names := dissecttest.TsharkFields(t, "cdp.")
	equal, labels := 0, 0
	for _, v := range dissecttest.CompareFields(t, theirs, ours, names) {
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
	t.Logf("%d of %d fields are wholly equal, %d of them with their labels", equal, len(names), labels)
	if 100*equal < 95*len(names) {
		t.Error("these are less than 95 %")
	}
}

// pktscope is what the program prints.
func pktscope(t *testing.T, args ...string) []byte {
	t.Helper()
	var out, errs bytes.Buffer
	if code := cli.Main(append(args, "--no-sandbox"), strings.NewReader(""), &out, &errs); code != 0 {
		t.Fatalf("exit status %d: %s", code, &errs)
	}
	return out.Bytes()
}

package diagnose_test

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/labtest"
)

// faulty are the captures of fixtures/tunnels that do not come up, or break.
var faulty = []string{
	"v1-no-proposal", "v1-quick-mode-refused", "v1-wrong-psk", "v1-wrong-selectors", "v1-xauth-wrong-password",
	"v2-no-answer", "v2-no-child-proposal", "v2-no-proposal", "v2-peer-lost", "v2-ppk-required-refused", "v2-ts-unacceptable", "v2-wrong-identity", "v2-wrong-psk",
}

// A sound tunnel that is captured in part gives no alarm, wherever its capture ends.
func TestSoundCapturesThatEndAnywhere(t *testing.T) {
	t.Parallel()
	labtest.Slow(t)
	files, err := filepath.Glob(tunnels + "*.pcap")
	if err != nil {
		t.Fatal(err)
	}
	more, err := filepath.Glob(broken + "*-sound-*.pcap")
	if err != nil {
		t.Fatal(err)
	}
	cut := 0
	for _, file := range append(files, more...) {
		stem := strings.TrimSuffix(file, ".pcap")
		if slices.Contains(faulty, filepath.Base(stem)) || strings.Contains(stem, ".") && filepath.Ext(stem) != "" || strings.HasSuffix(stem, "-sound-syslog") {
			continue // answers to syslog are not expected, which only the keys show
		}
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, end := range endsOfIKE(b) {
			cut++
			part := filepath.Join(t.TempDir(), "part.pcap")
			if err := os.WriteFile(part, b[:end], 0o600); err != nil {
				t.Fatal(err)
			}
			for _, x := range diagnosed(t, part, "", diagnose.Options{}) {
				if x.Severity != diagnose.Note {
					t.Errorf("%s, the first %d bytes: %v %s: %s", stem, end, x.Severity, x.Rule, x.Summary)
				}
			}
		}
	}
	if cut < 300 {
		t.Errorf("only %d parts", cut)
	}
}

// endsOfIKE are the places in a pcap of Ethernet behind each packet that is no ESP, and
// behind the one after it.
func endsOfIKE(b []byte) (ends []int) {
	const file, record, ethernet, ip = 24, 16, 14, 20
	again := false
	for at := file; at+record <= len(b); {
		length := int(binary.LittleEndian.Uint32(b[at+8:]))
		p := b[at+record : at+record+length]
		at += record + length
		esp := len(p) > ethernet+ip+12 && p[ethernet] == 0x45 &&
			(p[ethernet+9] == 50 || p[ethernet+9] == 17 && binary.BigEndian.Uint16(p[ethernet+ip+2:]) == 4500 && binary.BigEndian.Uint32(p[ethernet+ip+8:]) != 0)
		if !esp || again {
			ends = append(ends, at)
		}
		again = !esp
	}
	return ends
}

// Without keys the answer to IKE_AUTH without a child SA looks like a refusal of one: that
// is told, and is no alarm.
func TestChildlessMayBeMeant(t *testing.T) {
	t.Parallel()
	for _, x := range diagnosed(t, broken+"v2-sound-childless.pcap", "", diagnose.Options{}) {
		if x.Rule == "ipsec.proposal" {
			if x.Severity != diagnose.Note || x.Certainty != diagnose.Possible || !strings.Contains(x.Summary, "RFC 6023") {
				t.Errorf("%v, %v: %s", x.Severity, x.Certainty, x.Summary)
			}
			return
		}
	}
	t.Error("nothing is told of it")
}

// The key of the side that refuses is given, and AUTH of the other one is not made with it.
// The key of the side that is refused alone does not tell what the other one has.
func TestKeyOfOneSide(t *testing.T) {
	t.Parallel()
	const mine, theirs = "a pre-shared key of an example", "another pre-shared key"
	for _, tt := range []struct {
		keys      string
		rule      string
		certainty diagnose.Certainty
	}{
		{`{"psk": {"responder": "` + theirs + `"}}`, "ike.psk", diagnose.Certain},
		{`{"psk": {"initiator": "` + theirs + `", "responder": "` + theirs + `"}}`, "ike.psk", diagnose.Likely},
		{`{"psk": {"initiator": "` + mine + `"}}`, "ike.auth", diagnose.Possible},
	} {
		file := filepath.Join(t.TempDir(), "keys.json")
		if err := os.WriteFile(file, []byte(tt.keys), 0o600); err != nil {
			t.Fatal(err)
		}
		found := refusals(t, broken+"v2-ike-psk.pcap", broken+"v2-ike-psk.log "+file)
		if len(found) != 1 || found[0].Rule != tt.rule || found[0].Certainty != tt.certainty {
			t.Errorf("%s: %+v", tt.keys, found)
		}
	}
}

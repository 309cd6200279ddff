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

// Of an answer that comes without its first fragments it is not said that there is none: the first
// fragments of a capture are made such as come second (RFC 791, section 3.1).
func TestAnswerWithoutFirstFragment(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile(broken + "v2-ike-fragment-lost-of-the-answer.pcap")
	if err != nil {
		t.Fatal(err)
	}
	const file, record, ethernet, flags, checksum = 24, 16, 14, 6, 10
	for at := file; at < len(b); {
		ip := b[at+record+ethernet:]
		if before := binary.BigEndian.Uint16(ip[flags:]); before == 0x2000 { // more fragments, the first
			const second = 1480 / 8
			binary.BigEndian.PutUint16(ip[flags:], second)
			sum := uint32(binary.BigEndian.Uint16(ip[checksum:])) + uint32(before) - second // RFC 1624
			binary.BigEndian.PutUint16(ip[checksum:], uint16(sum+sum>>16))
		}
		at += record + int(binary.LittleEndian.Uint32(b[at+8:]))
	}
	name := filepath.Join(t.TempDir(), "without.pcap")
	if err := os.WriteFile(name, b, 0o600); err != nil {
		t.Fatal(err)
	}
	found := diagnosed(t, name, "", diagnose.Options{})
	if len(found) == 0 || found[0].Rule != "ike.fragment-lost" || found[0].Certainty != diagnose.Likely || !strings.Contains(found[0].Summary, "4 UDP datagrams of 198.51.100.1 to 192.0.2.1") {
		t.Fatalf("%+v", found)
	}
	for _, x := range found[1:] {
		if x.Severity != diagnose.Note {
			t.Errorf("%s: %s", x.Rule, x.Summary)
		}
	}
}

package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/internal/labtest"
)

// TestTunnelsDecrypted compares what comes out of each tunnel with what was captured
// on the tunnel's device meanwhile, byte for byte.
func TestTunnelsDecrypted(t *testing.T) {
	labtest.Slow(t)
	all, err := filepath.Glob(filepath.Join(tunnels, "*.inner.pcap"))
	if err != nil || len(all) < 20 {
		t.Fatalf("%d captures: %v", len(all), err)
	}
	for _, inner := range all {
		base := strings.TrimSuffix(inner, ".inner.pcap")
		t.Run(filepath.Base(base), func(t *testing.T) {
			t.Parallel()
			comparePackets(t, decryptedBy(t, base, base+".log"), innerPackets(t, base))
		})
	}
}

// A level is what a log of strongSwan, written at some levels, suffices for. Messages of
// IKE are decrypted all or none.
type level struct {
	name string
	ike  bool
	esp  []string // captures whose ESP packets are all decrypted
	some int      // packets of v2-mlkem768 that are, those of a child without a key exchange of its own
}

var both = []string{"v1-main", "v2-mlkem768"}

var levels = []level{
	{name: "default"},
	{name: "ike3"},
	{name: "enc4"},
	{name: "lib4"},
	{name: "knl4-esp4"},
	{name: "ike4", ike: true, some: 4},
	{name: "ike-only", ike: true, some: 4},
	{name: "chd4", esp: both},
	{name: "ike4-chd4-mgr-off", ike: true, esp: both},
	{name: "ike4-chd4", ike: true, esp: both},
	{name: "ike4-chd4-mgr2", ike: true, esp: both},
	{name: "all4", ike: true, esp: both},
}

// TestTunnelsDecryptedAtEachLevel does so with the logs that one daemon wrote of the
// same negotiation at different levels. Both have children with perfect forward
// secrecy; the first child of v2-mlkem768 has none.
func TestTunnelsDecryptedAtEachLevel(t *testing.T) {
	labtest.Slow(t)
	for _, l := range levels {
		for _, name := range both {
			t.Run(l.name+"/"+name, func(t *testing.T) {
				t.Parallel()
				base := filepath.Join(tunnels, name)
				keys := filepath.Join(tunnels, "levels", name+"."+l.name+".log")
				want := innerPackets(t, base)
				if !slices.Contains(l.esp, name) {
					want = nil
					if name == "v2-mlkem768" {
						want = innerPackets(t, base)[:l.some]
					}
				}
				comparePackets(t, decryptedBy(t, base, keys), want)
				compareMessages(t, base, keys, l.ike)
			})
		}
	}
}

// compareMessages looks at how many messages of IKE are decrypted.
func compareMessages(t *testing.T, base, keys string, all bool) {
	t.Helper()
	report := "ikev2"
	if strings.HasPrefix(filepath.Base(base), "v1") {
		report = "isakmp"
	}
	code, out, errs := outcome("show", "crypto", report, "sa", "-r", base+".pcap", "--keys", keys, "--format", "json")
	if code < 0 || code > 2 {
		t.Fatalf("exit status %d: %s", code, errs)
	}
	var rows []struct{ Decrypted, Enciphered int }
	if err := json.Unmarshal(out, &rows); err != nil || len(rows) == 0 {
		t.Fatalf("%d rows: %v; %s", len(rows), err, errs)
	}
	for _, r := range rows {
		if want := r.Enciphered; r.Decrypted != want && all || r.Decrypted != 0 && !all || want == 0 {
			t.Errorf("%d of %d messages are decrypted", r.Decrypted, want)
		}
	}
}

// decryptedBy are the packets that come out of a capture's tunnels with some keys.
func decryptedBy(t *testing.T, base, keys string) [][]byte {
	t.Helper()
	to := filepath.Join(t.TempDir(), "out.pcap")
	_, _, errs := outcome("decrypt", "-r", base+".pcap", "-w", to, "--keys", keys, "--only-tunnel", "-F", "pcap")
	if _, err := os.Stat(to); err != nil {
		t.Logf("nothing is written: %s", errs)
		return nil
	}
	return packetsOf(t, to)
}

func innerPackets(t *testing.T, base string) [][]byte { return packetsOf(t, base+".inner.pcap") }

func packetsOf(t *testing.T, name string) (list [][]byte) {
	t.Helper()
	for _, p := range labtest.Copies(t, name) {
		list = append(list, p.Data)
	}
	return list
}

// comparePackets compares packets in any order: on the tunnel's device, one that is
// sent while another one arrives may be the first.
func comparePackets(t *testing.T, got, want [][]byte) {
	t.Helper()
	slices.SortFunc(got, bytes.Compare)
	want = slices.SortedFunc(slices.Values(want), bytes.Compare)
	if !slices.EqualFunc(got, want, bytes.Equal) {
		t.Errorf("%d packets, %d are wanted, or they differ", len(got), len(want))
	}
}

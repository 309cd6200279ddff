package diagnose_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktscope/pktscope/internal/diagnose"
)

const (
	broken = "../../fixtures/broken/"
)

// What both ends have configured is in fixtures/tunnels/make and in the files .conf of
// fixtures/broken.
func TestNegotiation(t *testing.T) {
	t.Parallel()
	type values = []diagnose.Value
	for _, c := range []struct {
		capture, keys, rule string
		severity            diagnose.Severity
		certainty           diagnose.Certainty
		count               int
		values              values
	}{
		{tunnels + "v1-no-proposal", "", "ike.proposal", diagnose.Error, diagnose.Likely, 2, values{
			{Name: "encryption", Initiator: "AES-CBC-128"}, {Name: "hash", Initiator: "SHA"}, {Name: "group", Initiator: "14"}, {Name: "authentication", Initiator: "psk"},
		}},
		{broken + "v1-ike-proposal-both", "", "ike.proposal", diagnose.Error, diagnose.Certain, 1, values{
			{Name: "encryption", Initiator: "AES-CBC-128", Responder: "AES-CBC-256"}, {Name: "hash", Initiator: "SHA", Responder: "SHA2-256"},
		}},
		{broken + "v2-ike-proposal-both", "", "ike.proposal", diagnose.Error, diagnose.Certain, 1, values{
			{Name: "encryption", Initiator: "AES-CBC-128", Responder: "AES-CBC-256"}, {Name: "integrity", Initiator: "SHA", Responder: "SHA2-256"},
			{Name: "prf", Initiator: "HMAC-SHA", Responder: "HMAC-SHA2-256"}, {Name: "group", Initiator: "2", Responder: "14"},
		}},
		{broken + "v1-ike-version", "", "ike.version", diagnose.Error, diagnose.Certain, 1, values{{Name: "version", Initiator: "1", Responder: "2"}}},
		{broken + "v1-ike-version-both", "", "ike.version", diagnose.Error, diagnose.Likely, 1, values{{Name: "version", Initiator: "1", Responder: "2"}}},
		{broken + "v1-ike-mode-aggressive", "", "ike.mode", diagnose.Error, diagnose.Possible, 2, values{{Name: "mode", Initiator: "aggressive"}}},
		{broken + "v1-ike-mode-main-both", "", "ike.mode", diagnose.Error, diagnose.Likely, 1, values{{Name: "mode", Initiator: "main", Responder: "aggressive"}}},
		{tunnels + "v2-wrong-group", "", "ike.group", diagnose.Note, diagnose.Certain, 1, values{{Name: "group", Initiator: "31", Responder: "20"}}},
		{broken + "v2-ike-config-no-pool", ".log", "ike.config", diagnose.Error, diagnose.Certain, 1, nil},
		{tunnels + "v1-wrong-selectors", ".log", "ipsec.selectors", diagnose.Error, diagnose.Likely, 2, values{
			{Name: "local_selectors", Initiator: []string{"10.1.0.0/24"}}, {Name: "remote_selectors", Initiator: []string{"10.2.0.0/24"}},
		}},
		{broken + "v2-ipsec-selectors-both", ".log", "ipsec.selectors", diagnose.Error, diagnose.Certain, 1, values{
			{Name: "local_selectors", Initiator: []string{"10.1.0.0/24"}, Responder: []string{"10.99.0.0/24"}},
			{Name: "remote_selectors", Initiator: []string{"10.2.0.0/24"}, Responder: []string{"10.1.0.0/24"}},
		}},
		{broken + "v1-ipsec-pfs-group", ".log", "ipsec.pfs", diagnose.Error, diagnose.Certain, 1, values{{Name: "pfs_group", Initiator: "2", Responder: "14"}}},
		{broken + "v2-ipsec-pfs-second-child", ".log", "ipsec.pfs", diagnose.Error, diagnose.Possible, 2, values{{Name: "pfs_group", Initiator: "NONE"}}},
		{broken + "v2-ipsec-proposal-second-child", ".log", "ipsec.pfs", diagnose.Error, diagnose.Possible, 1, values{{Name: "pfs_group", Initiator: "NONE"}}},
		{broken + "v1-ipsec-proposal-both", ".log", "ipsec.proposal", diagnose.Error, diagnose.Certain, 1, values{
			{Name: "encryption", Initiator: "AES-CBC-128", Responder: "AES-CBC-256"}, {Name: "integrity", Initiator: "SHA", Responder: "SHA2-256"},
		}},
		{broken + "v2-ipsec-mode-transport", ".log", "ipsec.mode", diagnose.Note, diagnose.Certain, 1, values{{Name: "mode", Initiator: "transport", Responder: "tunnel"}}},
		{tunnels + "v1-quick-mode-refused", "", "ipsec.proposal", diagnose.Error, diagnose.Possible, 2, nil},
		{tunnels + "v2-ts-unacceptable", "", "ipsec.proposal", diagnose.Error, diagnose.Possible, 2, nil},
	} {
		keys := ""
		if c.keys != "" {
			keys = c.capture + c.keys
		}
		found := diagnosed(t, c.capture+".pcap", keys, diagnose.Options{})
		found = slices.DeleteFunc(found, func(x diagnose.Finding) bool { return x.Rule != c.rule })
		if len(found) != 1 {
			t.Errorf("%s: %d findings of %s: %v", c.capture, len(found), c.rule, found)
			continue
		}
		x := found[0]
		if x.Severity != c.severity || x.Certainty != c.certainty || x.Count != c.count {
			t.Errorf("%s: %v, %v, %d times: want %v, %v, %d", c.capture, x.Severity, x.Certainty, x.Count, c.severity, c.certainty, c.count)
		}
		if d := cmp.Diff(c.values, x.Values); d != "" {
			t.Errorf("%s:\n%s", c.capture, d)
		}
	}
}

// Tunnels that come up, or fail otherwise, have no findings of these rules.
func TestNegotiationOfSoundTunnels(t *testing.T) {
	t.Parallel()
	refused := []string{"no-proposal", "quick-mode-refused", "wrong-selectors", "ts-unacceptable", "no-child-proposal"}
	all, err := filepath.Glob(tunnels + "v?-*.pcap")
	if err != nil || len(all) < 40 {
		t.Fatalf("%d captures: %v", len(all), err)
	}
	for _, capture := range all {
		base := strings.TrimSuffix(capture, ".pcap")
		if strings.HasSuffix(base, ".inner") || slices.ContainsFunc(refused, func(s string) bool { return strings.HasSuffix(base, s) }) {
			continue
		}
		for _, keys := range []string{"", base + ".log"} {
			for _, x := range diagnosed(t, capture, keys, diagnose.Options{}) {
				if slices.Contains(negotiated, x.Rule) && x.Severity > diagnose.Note {
					t.Errorf("%s, keys %q: %s, %v: %s", capture, keys, x.Rule, x.Severity, x.Summary)
				}
			}
		}
	}
}

// negotiated are the rules on what two peers propose to each other.
var negotiated = []string{
	"ike.version", "ike.mode", "ike.lifetime", "ike.group", "ike.proposal", "ike.config", "ipsec.selectors", "ipsec.mode", "ipsec.pfs", "ipsec.proposal",
}

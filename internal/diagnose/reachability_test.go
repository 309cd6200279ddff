package diagnose_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/internal/diagnose"
)

// reaching reports whether a rule is one on messages that do not arrive, or on NATs.
func reaching(id string) bool {
	switch id {
	case "ike.no-answer", "ike.peer-address", "ike.fragment-lost", "ike.retransmission", "ike.peer-lost", "ike.invalid-spi", "ike.half-open",
		"ike.redirect", "ike.rekey", "ike.flapping", "nat.traversal-blocked", "nat.traversal-missing", "nat.esp-blocked", "nat.port-moved", "nat.keepalive":
		return true
	}
	return false
}

// What is found where the network breaks a tunnel: the rule, how certain it is, and what
// its sentence has. No keys are given.
func TestReachability(t *testing.T) {
	for _, c := range []struct {
		capture, rule string
		severity      diagnose.Severity
		certainty     diagnose.Certainty
		text          string
	}{
		{"v2-ike-no-answer-dropped", "ike.no-answer", diagnose.Error, diagnose.Likely, "at this capture point"},
		{"v2-ike-no-answer-port-unreachable", "ike.no-answer", diagnose.Error, diagnose.Certain, "no process has UDP port 500"},
		{"v2-ike-no-answer-prohibited", "ike.no-answer", diagnose.Error, diagnose.Certain, "a filter at 192.0.2.254"},
		{"v1-ike-no-answer-host-unreachable", "ike.no-answer", diagnose.Error, diagnose.Certain, "192.0.2.254 does not find the host"},
		{"v2-ike-peer-address", "ike.peer-address", diagnose.Error, diagnose.Certain, "answered from 198.51.100.2"},
		{"v2-ike-fragment-lost", "ike.fragment-lost", diagnose.Error, diagnose.Certain, "2176 bytes in 2 IP fragments"},
		{"v2-ike-fragment-lost-at-the-sender", "ike.fragment-lost", diagnose.Error, diagnose.Likely, "2176 bytes in 2 IP fragments"},
		{"v2-ike-retransmission-answers", "ike.retransmission", diagnose.Warning, diagnose.Certain, "3 of 7 IKE messages"},
		{"v1-ike-peer-lost", "ike.peer-lost", diagnose.Error, diagnose.Certain, "ICMP port unreachable"},
		{"v2-ike-peer-lost", "ike.peer-lost", diagnose.Error, diagnose.Likely, "INFORMATIONAL, 4 times in 4.8 s"},
		{"v2-ike-half-open-cookies", "ike.half-open", diagnose.Warning, diagnose.Likely, "90 negotiations from 90 addresses"},
		{"v2-ike-invalid-spi-told", "ike.invalid-spi", diagnose.Error, diagnose.Likely, "INVALID_IKE_SPI and INVALID_SPI"},
		{"v2-ike-redirect", "ike.redirect", diagnose.Error, diagnose.Certain, "to the gateway 198.51.100.2"},
		{"v2-ike-rekey-gap", "ike.rekey", diagnose.Warning, diagnose.Likely, "carries nothing for 5.3 s"},
		{"v2-ike-flapping", "ike.flapping", diagnose.Warning, diagnose.Likely, "6 times up"},
		{"v2-nat-traversal-blocked", "nat.traversal-blocked", diagnose.Error, diagnose.Likely, "10.9.1.2 is behind a NAT"},
		{"v1-nat-traversal-missing", "nat.traversal-missing", diagnose.Error, diagnose.Likely, "198.51.100.1 does not announce it"},
		{"v2-nat-esp-blocked-prohibited", "nat.esp-blocked", diagnose.Error, diagnose.Certain, "192.0.2.254 rejects it"},
		{"v1-nat-port-moved", "nat.port-moved", diagnose.Error, diagnose.Certain, "from 4500 to 20469"},
		{"v1-nat-keepalive", "nat.keepalive", diagnose.Warning, diagnose.Certain, "port 4500 has become 20041"},
	} {
		t.Run(c.capture, func(t *testing.T) {
			t.Parallel()
			found := diagnosed(t, "../../fixtures/broken/"+c.capture+".pcap", "", diagnose.Options{})
			if len(found) == 0 {
				t.Fatal("nothing is found")
			}
			x := &found[0]
			if x.Rule != c.rule || x.Severity != c.severity || x.Certainty != c.certainty || !strings.Contains(x.Summary, c.text) {
				t.Errorf("%s, %v, %v: %s", x.Rule, x.Severity, x.Certainty, x.Summary)
			}
			if len(x.Evidence) == 0 || x.Evidence[0].Frame == 0 || x.Reference == "" && c.rule != "ike.flapping" {
				t.Errorf("%+v", x)
			}
		})
	}
}

// An INFORMATIONAL is called a liveness check where it is known to hold nothing, and not where
// it may be a deletion, as in the second capture: RFC 7296, section 2.4.
func TestLivenessChecks(t *testing.T) {
	for _, c := range []struct{ capture, keys, text string }{
		{"v2-ike-peer-lost", "v2-ike-peer-lost.log", "a liveness check, 4 times in 4.8 s"},
		{"v2-ipsec-invalid-spi-deletion-lost", "", "(INFORMATIONAL, 4 times in 4.8 s)"},
	} {
		keys := c.keys
		if keys != "" {
			keys = "../../fixtures/broken/" + keys
		}
		told := false
		for _, x := range diagnosed(t, "../../fixtures/broken/"+c.capture+".pcap", keys, diagnose.Options{}) {
			told = told || x.Rule == "ike.peer-lost" && strings.Contains(x.Summary, c.text)
		}
		if !told {
			t.Errorf("%s: nothing says %q", c.capture, c.text)
		}
	}
}

// Tunnels without a fault give neither errors nor warnings on what does not arrive. That
// what goes one way wants no answer is known where it is decrypted: with keys.
func TestReachabilityOfSoundTunnels(t *testing.T) {
	all, err := filepath.Glob("../../fixtures/broken/*-sound-*.pcap")
	if err != nil || len(all) < 30 {
		t.Fatalf("%d captures: %v", len(all), err)
	}
	for _, capture := range all {
		keys := ""
		if strings.HasSuffix(capture, "v2-sound-syslog.pcap") {
			keys = strings.TrimSuffix(capture, "pcap") + "log"
		}
		for _, x := range diagnosed(t, capture, keys, diagnose.Options{}) {
			if reaching(x.Rule) && x.Severity > diagnose.Note {
				t.Errorf("%s: %s: %s", capture, x.Rule, x.Summary)
			}
		}
	}
}

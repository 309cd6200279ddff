package cli

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// An expectation is a difference from tshark 4.6 that is meant: of some filters, in some
// captures.
type expectation struct {
	why      string
	captures []string       // file names; nil: all
	filters  *regexp.Regexp // of the whole filter
	count    int            // pairs that differ
}

// expectations are the differences that are meant. docs/conformance.md tells those that
// are a choice; the others are faults of tshark 4.6.9.
func expectations() []*expectation {
	return []*expectation{
		{
			why:     "more vendor IDs have names than in Wireshark",
			filters: regexp.MustCompile(`isakmp\.vid_string`),
		},
		{
			why:      "tshark gives a custom block the time and the interface of the packet before it",
			captures: []string{"complex.pcapng", "test018.pcapng", "test102.pcapng", "test202.pcapng"},
			filters:  regexp.MustCompile(`frame\.(time|interface|offset_shift)`),
		},
		{
			why:      "tshark cuts a fraction of a second of one or more to 32 bits",
			captures: []string{"timestamp_invalid_micro.pcap"},
			filters:  regexp.MustCompile(`frame\.time`),
		},
		{
			why:      "tshark takes 3000::/4 for reserved, which is a half of 2000::/3",
			captures: []string{"capture.pcap", "dccp_partial_csum_v6_simple.pcap", "ip6_esp.pcap", "wireshark-esp.pcap"},
			filters:  regexp.MustCompile(`ipv6\.(src_|dst_)?addr_space`),
		},
		{
			why:     "tshark 4.6 swaps the bytes of an IP prefix of CDP",
			filters: regexp.MustCompile(`cdp\.ip_prefix`),
		},
		{
			why:      "tshark 4.6 leaves the IP layer below MPLS out of frame.protocols, 4.0 does not",
			captures: []string{"MPLS_encapsulation.cap", "mixed-vlan-mpls.pcap", "mpls-traceroute.pcap", "mpls-basic.cap"},
			filters:  regexp.MustCompile(`frame\.protocols`),
		},
	}
}

// expected returns the expectation that a difference falls under, nil without one.
func (s *tally) expected(name, expr string) *expectation {
	for _, e := range s.expectations {
		if e.filters.MatchString(expr) && (e.captures == nil || slices.Contains(e.captures, name)) {
			return e
		}
	}
	return nil
}

// judgeExpected prints how many differences each expectation counts.
func (s *tally) judgeExpected(t *testing.T) {
	for _, e := range s.expectations {
		t.Logf("%d pairs differ and are meant: %s (%s)", e.count, e.why, strings.Join(e.captures, ", "))
	}
}

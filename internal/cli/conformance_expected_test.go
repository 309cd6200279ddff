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
			why:      "tshark takes any query of Multicast DNS with the ID 0 for the one before it",
			captures: []string{"123.pcap", "Asphodel_WMRTCP5135.pcapng", "SMLC-Calflow---PLRS-without-TA.pcap"},
			filters:  regexp.MustCompile(`dns\.retransmi`),
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
		{
			why:      "bytes behind a malformed packet are no trailer, those behind a bogus IPv4 header are",
			captures: []string{"ipv4_invalid_hdr_length.pcap", "isakmp-delete-segfault.pcap", "ipv6_frag6_negative_len.pcap"},
			filters:  regexp.MustCompile(`eth\.(trailer|padding|fcs)`),
		},
		{
			why:      "the length of a malformed ISAKMP message is shown",
			captures: []string{"isakmp-delete-segfault.pcap", "isakmp-various-oobr.pcap"},
			filters:  regexp.MustCompile(`isakmp\.length`),
		},
		{
			why:      "tshark takes other bytes for GSM over IP, KNXnet/IP and PRP, which are malformed then",
			captures: []string{"21-follow.pcap", "2.pcap", "UMTS_FP_MAC_RLC_RRC_NBAP", "many-protocols.pcap"},
			filters:  regexp.MustCompile(`_ws\.malformed`),
		},
		{
			why:      "payload 15 of IKEv1 before RFC 3947 is NAT-D, which tshark takes for a malformed SA KEK",
			captures: []string{"ISAKMP_sa_setup.pcap"},
			filters:  regexp.MustCompile(`isakmp\.ike\.nat_hash|_ws\.malformed`),
		},
		{
			why:      "an identification payload has no room for the address that tshark reads behind it",
			captures: []string{"ikev2-id-normal.pcap"},
			filters:  regexp.MustCompile(`isakmp\.id\.data|_ws\.malformed`),
		},
		{
			why:      "certificates are dissected within ISAKMP, not as protocols of their own",
			captures: []string{"ike-cert_synthetic.pcap", "ikev1-certs.pcap"},
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

package ios

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// What a router prints for programs to parse has words without blanks in them, and
// numbers where it has numbers.

// Word is text as one word: what divides words is "_" in it. It is "(none)" for the
// empty text.
func Word(s string) string {
	if s == "" {
		return "(none)"
	}
	return strings.Join(strings.Fields(s), "_")
}

// RouterIdent writes a selector as Ident does, with a network and a port even where it
// has a range: the smallest network that holds it, and 0, which is all ports.
func RouterIdent(s ike.Selector) string {
	port := uint16(0)
	if s.PortFirst == s.PortLast {
		port = s.PortFirst
	}
	return fmt.Sprintf("%s/%d/%d", RouterNetwork(s), s.Protocol, port)
}

// RouterNetwork writes the smallest network that holds a selector.
func RouterNetwork(s ike.Selector) string {
	for bits := s.First.BitLen(); bits > 0; bits-- {
		if p, err := s.First.Prefix(bits); err == nil && p.Contains(s.Last) {
			return Network(p)
		}
	}
	return Network(netip.PrefixFrom(s.First, 0).Masked())
}

// SATransform names the algorithms of an SA as "show crypto ipsec sa" does: as
// TransformSet, but that the key length of AES-CBC stands before its name,
// "esp-256-aes", and that the length of an ICV is not told.
func SATransform(s ipsec.Suite) string {
	name := TransformSet(s)
	switch s.Encr {
	case ipsec.EncrAESCBC:
		if rest, ok := strings.CutPrefix(name, fmt.Sprintf("esp-aes %d", s.KeyBits)); ok {
			return fmt.Sprintf("esp-%d-aes%s", s.KeyBits, rest)
		}
	case ipsec.EncrAESGCM8, ipsec.EncrAESGCM12, ipsec.EncrAESGCM16:
		if s.KeyBits > 128 {
			return fmt.Sprintf("esp-gcm %d", s.KeyBits)
		}
		return "esp-gcm"
	}
	return name
}

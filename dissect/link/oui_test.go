package link_test

import (
	"slices"
	"testing"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/link"
)

// Names of organisations are whole, as in tshark 4.6.9.
func TestOrganisations(t *testing.T) {
	for oui, want := range map[string]string{
		"\x00\x00\x00": "Organization Code: 00:00:00 (Officially Xerox, but 0:0:0:0:0:0 is more common)",
		"\x00\x80\xc2": "Organization Code: 00:80:c2 (IEEE 802.1 Chair)",
		"\x00\x90\x92": "Organization Code: 00:90:92 (Cisco Systems, Inc)",
		"\xfe\x00\x00": "Organization Code: fe:00:00",
	} {
		data := []byte("\xaa\xaa\x03" + oui + "\x00\x01")
		var d field.Decoder
		var tree field.Tree
		tree.Reset(data)
		d.Reset(data, field.Span{End: len(data), Wire: len(data)}, &tree, -1)
		_ = new(link.LLC).Decode(&d)
		var lines []string
		for i := range tree.Nodes {
			lines = append(lines, string(tree.AppendLabel(nil, i)))
		}
		if !slices.Contains(lines, want) {
			t.Errorf("%q: %q", want, lines)
		}
	}
}

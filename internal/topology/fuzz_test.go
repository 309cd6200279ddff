package topology_test

import (
	"bytes"
	"slices"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/topology"
)

// FuzzBuild draws networks of any announcements: the same twice, without control
// characters, and the SVG well-formed.
func FuzzBuild(f *testing.F) {
	f.Add([]byte("\x00\x03SW1\x02e0\x00\x01\x03SW2\x02e1\x00\x00\x03SW1\x02e0\x07"))
	f.Add([]byte("\x51\x05\x1b]0;x\x04\"]{}\x01\x93\x02\xff\xfe\x03-->\x0f\x20\x06</svg>\x00\x00"))
	f.Fuzz(func(t *testing.T, input []byte) {
		var all []topology.Neighbor
		for c := labtest.NewChoices(input); c.Left() && len(all) < 32; {
			kind := c.Byte()
			text := func() string { return string(c.Bytes(int(c.Byte() % 32))) }
			h := topology.Neighbor{
				Protocol: topology.Protocol(kind & 3), Interface: string('a' + rune(kind>>2&3)), Circuit: uint32(kind >> 4 & 1), Source: string('0' + rune(kind>>5&1)),
				Often: kind&64 != 0, Silent: kind&128 != 0,
			}
			h.Name, h.Ports = text(), []string{text()}
			if more := c.Byte(); more&1 != 0 {
				h.Identity, h.Platform = text(), text()
				h.Ports = append(h.Ports, text())
				h.Capabilities = []string{text()}
			}
			all = append(all, h)
		}
		drawn := everything(topology.Build(all))
		if again := everything(topology.Build(slices.Clone(all))); !bytes.Equal(drawn, again) {
			t.Errorf("drawn differently:\n%s\n%s", drawn, again)
		}
		for _, r := range string(drawn) {
			if unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.Is(unicode.Bidi_Control, r) {
				t.Errorf("%U is drawn", r)
			}
		}
		if !utf8.Valid(drawn) {
			t.Error("no UTF-8 is drawn")
		}
		parse(t, topology.AppendSVG(nil, topology.Build(all), nil))
	})
}

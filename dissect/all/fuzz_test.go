package all_test

import (
	"bytes"
	"net/netip"
	"path/filepath"
	"testing"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/cdp"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/dissect/link"
	"github.com/pktscope/pktscope/dissect/lldp"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/labtest"
)

// frames are some of the Ethernet frames of the fixtures.
func frames(f *testing.F, most int) (all [][]byte) {
	for _, name := range []string{"50-carriers.pcap", "01-ikev1-main-seed.pcap", "16-cdp-topology-a.pcap", "25-lldp-office.pcapng", "51-tcp-analysis.pcap", "19-esp-ip-fragments.pcap", "20-http.pcap"} {
		n := 0
		for p := range labtest.Packets(f, filepath.Join("..", "..", "fixtures", "pcaps", name)) {
			if p.Link == capture.LinkEthernet && n < most {
				n++
				all = append(all, bytes.Clone(p.Data))
			}
		}
	}
	return all
}

// layerAt is the message of type M that begins at a byte of the frame and is not quoted.
func layerAt[M dissect.Message](p *dissect.Packet, off int) (m M, ok bool) {
	for i := range p.Layers {
		l := &p.Layers[i]
		if m, ok := l.Message.(M); ok && !l.Quoted && l.Span.Buf == 0 && l.Span.Off == off {
			return m, true
		}
	}
	return m, false
}

// FuzzLayers compares what gopacket reads of a frame with what is read here: addresses,
// ports, protocols and lengths from Ethernet to TCP and UDP, wherever both find the layer.
func FuzzLayers(f *testing.F) {
	for _, b := range frames(f, 12) {
		f.Add(b)
	}
	player := labtest.NewPlayer(labtest.Registry(f))
	f.Fuzz(func(t *testing.T, frame []byte) {
		player.Restart()
		p := player.Show(capture.LinkEthernet, "eth0", frame)
		frame = frame[:len(frame):len(frame)]
		theirs := gopacket.NewPacket(frame, layers.LayerTypeEthernet, gopacket.DecodeOptions{NoCopy: true})
		for _, l := range theirs.Layers() {
			off := len(frame) - cap(l.LayerContents())
			same := func(what string, ours, other any) {
				if ours != other {
					t.Errorf("%s at byte %d: %v, gopacket %v", what, off, ours, other)
				}
			}
			switch l := l.(type) {
			case *layers.Ethernet:
				m, ok := layerAt[*link.Ethernet](p, off)
				if !ok || m.Type == 0 { // ISL or FabricPath, which gopacket does not know
					continue
				}
				same("eth.src", string(m.Src[:]), string(l.SrcMAC))
				same("eth.dst", string(m.Dst[:]), string(l.DstMAC))
				if l.Length == 0 {
					same("eth.type", m.Type, uint16(l.EthernetType))
				}
			case *layers.Dot1Q:
				if m, ok := layerAt[*link.VLAN](p, off); ok {
					same("vlan.id", m.ID, l.VLANIdentifier)
					same("vlan.priority", m.Priority, l.Priority)
				}
			case *layers.IPv4:
				m, ok := layerAt[*inet.IPv4](p, off)
				if !ok || l.Version != 4 || l.IHL < 5 || int(l.Length) < 4*int(l.IHL) && l.Length != 0 {
					continue // a header that cannot be; gopacket reads on
				}
				same("ip.src", m.Src.AsSlice() != nil && m.Src == addr(l.SrcIP), true)
				same("ip.dst", m.Dst == addr(l.DstIP), true)
				same("ip.proto", m.Protocol, uint8(l.Protocol))
				same("ip.ttl", m.TTL, l.TTL)
				same("ip.id", m.ID, l.Id)
				same("ip.hdr_len", m.Header, int(l.IHL)*4)
				same("ip.frag_offset", m.FragOffset, int(l.FragOffset)*8)
				same("ip.flags.mf", m.MF, l.Flags&layers.IPv4MoreFragments != 0)
			case *layers.IPv6:
				m, ok := layerAt[*inet.IPv6](p, off)
				if !ok || l.Version != 6 {
					continue
				}
				same("ipv6.src", m.Src == addr(l.SrcIP), true)
				same("ipv6.dst", m.Dst == addr(l.DstIP), true)
				same("ipv6.nxt", m.NextHeader, uint8(l.NextHeader))
				same("ipv6.hlim", m.HopLimit, l.HopLimit)
				same("ipv6.flow", m.FlowLabel, l.FlowLabel)
			case *layers.UDP:
				if m, ok := layerAt[*inet.UDP](p, off); ok {
					same("udp.srcport", m.SrcPort, uint16(l.SrcPort))
					same("udp.dstport", m.DstPort, uint16(l.DstPort))
					same("udp.length", m.Length, l.Length)
					if l.Length >= 8 {
						same("udp.checksum", m.Checksum, l.Checksum)
					}
				}
			case *layers.TCP:
				if m, ok := layerAt[*inet.TCP](p, off); ok && l.DataOffset >= 5 {
					same("tcp.srcport", m.SrcPort, uint16(l.SrcPort))
					same("tcp.dstport", m.DstPort, uint16(l.DstPort))
					same("tcp.seq", m.Seq, l.Seq)
					same("tcp.ack", m.Ack, l.Ack)
					same("tcp.hdr_len", m.HeaderLen, int(l.DataOffset)*4)
					same("tcp.window", m.Window, l.Window)
				}
			}
		}
	})
}

func addr(b []byte) netip.Addr {
	a, _ := netip.AddrFromSlice(b)
	return a
}

// FuzzTree compares the first fields of a tree with the struct of the message that they
// were read into, and checks that all nodes lie within their bytes.
func FuzzTree(f *testing.F) {
	for _, b := range frames(f, 8) {
		f.Add(b)
	}
	player := labtest.NewPlayer(labtest.Registry(f))
	f.Fuzz(func(t *testing.T, frame []byte) {
		player.Restart()
		p := player.Show(capture.LinkEthernet, "eth0", frame)
		tree := player.Tree()
		labtest.CheckTree(t, tree)
		nodes := map[string]int{}
		for i := range tree.Nodes {
			x := &tree.Nodes[i]
			if _, seen := nodes[x.Def.Name]; !seen && x.Flags&field.IsGenerated == 0 {
				nodes[x.Def.Name] = i
			}
		}
		number := func(name string, want uint64) {
			if i, ok := nodes[name]; ok && tree.Nodes[i].Val != want {
				t.Errorf("%s is %d, %d in the message", name, tree.Nodes[i].Val, want)
			}
		}
		text := func(name string, want []byte) {
			if i, ok := nodes[name]; ok && !bytes.Equal(tree.Bytes(i), want) {
				t.Errorf("%s is %x, %x in the message", name, tree.Bytes(i), want)
			}
		}
		seen := map[*field.Proto]bool{}
		for i := range p.Layers {
			m := p.Layers[i].Message
			if seen[m.Proto()] {
				continue
			}
			seen[m.Proto()] = true
			switch m := m.(type) {
			case *link.Ethernet:
				if m.Type == 0 {
					continue // the fields are those of a frame within
				}
				text("eth.src", m.Src[:])
				text("eth.dst", m.Dst[:])
			case *link.VLAN:
				number("vlan.id", uint64(m.ID))
			case *inet.IPv4:
				text("ip.src", m.Src.AsSlice())
				text("ip.dst", m.Dst.AsSlice())
				number("ip.proto", uint64(m.Protocol))
				number("ip.ttl", uint64(m.TTL))
				number("ip.id", uint64(m.ID))
			case *inet.IPv6:
				text("ipv6.src", m.Src.AsSlice())
				text("ipv6.dst", m.Dst.AsSlice())
				number("ipv6.nxt", uint64(m.NextHeader))
				number("ipv6.hlim", uint64(m.HopLimit))
			case *inet.UDP:
				number("udp.srcport", uint64(m.SrcPort))
				number("udp.dstport", uint64(m.DstPort))
				number("udp.length", uint64(m.Length))
			case *inet.TCP:
				number("tcp.srcport", uint64(m.SrcPort))
				number("tcp.dstport", uint64(m.DstPort))
				number("tcp.seq_raw", uint64(m.Seq))
				number("tcp.ack_raw", uint64(m.Ack))
			case *isakmp.Packet:
				text("isakmp.ispi", m.InitiatorSPI[:])
				text("isakmp.rspi", m.ResponderSPI[:])
				number("isakmp.version", uint64(m.Version))
				number("isakmp.exchangetype", uint64(m.Exchange))
				number("isakmp.messageid", uint64(m.MessageID))
				number("isakmp.length", uint64(m.Length))
			case *esp.Packet:
				number("esp.spi", uint64(m.SPI))
				number("esp.sequence", uint64(m.Seq))
			case *cdp.Packet:
				number("cdp.version", uint64(m.Version))
				number("cdp.ttl", uint64(m.TTL))
				number("cdp.checksum", uint64(m.Checksum))
			case *lldp.Packet:
				number("lldp.time_to_live", uint64(m.TTL))
			}
		}
	})
}

package cli

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/pktscope/pktscope/internal/labtest"
)

// A flood makes frame i of a capture that has one more of something with each frame.
type flood func(t testing.TB, i int) []byte

// floodHost is the address of host i, one of a few million.
func floodHost(i int) [4]byte { return [4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)} }

var gateway = [4]byte{192, 0, 2, 1}

// ipv4Frame is an Ethernet frame with a packet of IPv4.
func ipv4Frame(src, dst [4]byte, protocol byte, payload []byte) []byte {
	b := append([]byte("\x02\x00\x00\x00\x00\x02\x02\x00"), src[0], src[1], src[2], src[3], 8, 0)
	b = append(b, 0x45, 0)
	b = binary.BigEndian.AppendUint16(b, uint16(20+len(payload)))
	b = append(append(append(b, 0, 0, 0, 0, 64, protocol, 0, 0), src[:]...), dst[:]...)
	return append(b, payload...)
}

// withPorts prefixes a payload with ports and the length and checksum of UDP.
func withPorts(src, dst int, payload []byte) []byte {
	b := binary.BigEndian.AppendUint16(nil, uint16(src))
	b = binary.BigEndian.AppendUint16(b, uint16(dst))
	b = binary.BigEndian.AppendUint16(b, uint16(8+len(payload)))
	return append(append(b, 0, 0), payload...)
}

// scattered is a number that stands for i alone, anywhere among all of 32 bits.
func scattered(i int) uint32 { return uint32(i) * 2654435761 }

func espPacket(spi uint32, sequence int) []byte {
	b := binary.BigEndian.AppendUint32(nil, spi)
	return append(binary.BigEndian.AppendUint32(b, uint32(sequence)), make([]byte, 40)...)
}

// floods are the captures: what grows in each.
var floods = map[string]flood{
	"ESP peers": func(_ testing.TB, i int) []byte {
		return ipv4Frame(floodHost(i), gateway, 50, espPacket(scattered(i), 1))
	},
	"SPIs of one peer": func(_ testing.TB, i int) []byte {
		return ipv4Frame(floodHost(1), gateway, 50, espPacket(scattered(i), 1))
	},
	// Each SPI has a packet more after all have had one.
	"SPIs side by side": func(_ testing.TB, i int) []byte {
		return ipv4Frame(floodHost(1), gateway, 50, espPacket(scattered(i&^1023|i&511), 1+i>>9&1))
	},
	"AH peers": func(_ testing.TB, i int) []byte {
		b := append([]byte{17, 4, 0, 0}, espPacket(scattered(i), 1)[:20]...)
		return ipv4Frame(floodHost(i), gateway, 51, append(b, withPorts(7, 7, nil)...))
	},
	"answered IKEv1 SAs":  func(t testing.TB, i int) []byte { return ikeFlood(t, "01-ikev1-main-seed.pcap", i, i/2, true) },
	"IKEv1 SAs of a pair": func(t testing.TB, i int) []byte { return ikeFlood(t, "01-ikev1-main-seed.pcap", i, 1, true) },
	"half-open IKEv1 SAs": func(t testing.TB, i int) []byte { return ikeFlood(t, "01-ikev1-main-seed.pcap", 2*i, i, false) },
	"answered IKEv2 SAs":  func(t testing.TB, i int) []byte { return ikeFlood(t, "08-ikev2-aes128gcm-ecp256.pcap", i, i/2, true) },
	"IKEv2 SAs of a pair": func(t testing.TB, i int) []byte { return ikeFlood(t, "08-ikev2-aes128gcm-ecp256.pcap", i, 1, true) },
	"CDP devices": func(_ testing.TB, i int) []byte {
		return labtest.CDPFrame(2, 180, cdpTLVs(fmt.Sprintf("sw%07d", i), "Gi0/1")...)
	},
	"CDP ports": func(_ testing.TB, i int) []byte {
		return labtest.CDPFrame(2, 180, cdpTLVs("switch", fmt.Sprintf("Gi0/%07d", i))...)
	},
	"LLDP devices": lldpFrame,
	"FDP devices":  func(t testing.TB, i int) []byte { return renamed(t, "\x00\x00\xe0\x52\x20\x00", i) },
	"EDP devices":  func(t testing.TB, i int) []byte { return renamed(t, "\x00\x00\xe0\x2b\x00\xbb", i) },
	"UDP flows": func(_ testing.TB, i int) []byte {
		return ipv4Frame(floodHost(i), gateway, 17, withPorts(1024+i%50000, 9999, []byte("hi")))
	},
	"TCP flows": func(_ testing.TB, i int) []byte { return ipv4Frame(floodHost(i), gateway, 6, tcpSYN(i)) },
	"SCTP flows": func(_ testing.TB, i int) []byte {
		return ipv4Frame(floodHost(i), gateway, 132, withPorts(1024, 9999, []byte("\x03\x00\x00\x04")))
	},
	"pings": func(_ testing.TB, i int) []byte {
		return ipv4Frame(floodHost(i/2), gateway, 1, []byte{byte(8 * (1 - i%2)), 0, 0, 0, byte(i / 2 >> 8), byte(i / 2), 0, 1})
	},
	"IPv6 hosts": ipv6Frame,
	"names of DNS": func(_ testing.TB, i int) []byte {
		return ipv4Frame(gateway, floodHost(i), 17, withPorts(53, 1024+i%50000, dnsAnswer(i)))
	},
	"requests of HTTP": func(_ testing.TB, i int) []byte {
		return ipv4Frame(floodHost(i), gateway, 6, append(tcpSYN(i)[:13], append([]byte("\x18\x20\x00\x00\x00\x00\x00"), fmt.Sprintf("GET /%d HTTP/1.1\r\nHost: h%d\r\n\r\n", i, i)...)...))
	},
	"translations": func(_ testing.TB, i int) []byte {
		return ipv4Frame(floodHost(i/2), [4]byte{203, 0, byte(i >> 9), 1}, 17, withPorts(1024+i%50000, 9999, []byte("hi")))
	},
	"segments of a stream": func(_ testing.TB, i int) []byte {
		return ipv4Frame(floodHost(1), gateway, 6, append(tcpAt(uint32(4*i), 0x18), "data"...))
	},
}

// ikeFlood is message i of a capture of IKE, the first one or with answered in turn the first
// answer, of SA i/2 between hosts of its own.
func ikeFlood(t testing.TB, name string, i, pair int, answered bool) []byte {
	const source, destination, cookies = 14 + 12, 14 + 16, 14 + 20 + 8
	all := ikeFrames(t, name)
	k := 0
	if answered {
		k = i % 2
	}
	b := bytes.Clone(all[k])
	a := floodHost(pair)
	copy(b[[]int{source, destination}[k]:], a[:])
	copy(b[[]int{destination, source}[k]:], gateway[:])
	binary.BigEndian.PutUint32(b[cookies:], scattered(i/2+1))
	return b
}

// ikeFrames are the first message of a capture of IKE, and its answer.
func ikeFrames(t testing.TB, name string) (frames [][]byte) {
	t.Helper()
	for p := range labtest.Packets(t, filepath.Join("../../fixtures/pcaps", name)) {
		if f := p.Data; len(f) > 42 && f[12] == 8 && f[23] == 17 && binary.BigEndian.Uint16(f[36:]) == 500 && binary.BigEndian.Uint16(f[34:]) == 500 {
			if frames = append(frames, bytes.Clone(f)); len(frames) == 2 {
				break
			}
		}
	}
	return frames
}

func cdpTLVs(device, port string) []labtest.TLV {
	return []labtest.TLV{{Type: 1, Value: device}, {Type: 3, Value: port}, {Type: 4, Value: "\x00\x00\x00\x28"}, {Type: 5, Value: "IOS\n15"}, {Type: 6, Value: "cisco WS"}, labtest.CDPVLAN(1)}
}

func lldpFrame(_ testing.TB, i int) []byte {
	b := []byte("\x01\x80\xc2\x00\x00\x0e\x02\x00\x00\x00\x00\x01\x88\xcc")
	for _, tlv := range []struct {
		kind  int
		value string
	}{{1, fmt.Sprintf("\x07sw%07d", i)}, {2, "\x05Gi0/1"}, {3, "\x00\x78"}, {5, fmt.Sprintf("sw%07d", i)}, {6, "IOS\n15"}, {0, ""}} {
		b = append(binary.BigEndian.AppendUint16(b, uint16(tlv.kind<<9|len(tlv.value))), tlv.value...)
	}
	return b
}

// renamed is the first announcement with that SNAP header, of another device.
func renamed(t testing.TB, snap string, i int) []byte {
	t.Helper()
	for p := range labtest.Packets(t, "../../fixtures/pcaps/42-fdp-edp.pcapng") {
		if len(p.Data) < 40 || !bytes.Contains(p.Data[:24], []byte(snap[1:])) {
			continue
		}
		b := bytes.Clone(p.Data)
		number := fmt.Appendf(nil, "%07d", i)
		for at, n := 22, 0; at < len(b); at++ {
			if n++; b[at] < ' ' || b[at] > '~' {
				n = 0
			}
			if n == len(number) {
				copy(b[at-n+1:], number)
				break
			}
		}
		copy(b[9:12], []byte{byte(i >> 16), byte(i >> 8), byte(i)})
		if at := bytes.Index(b, p.Data[6:12]); at > 11 { // EDP's machine ID
			copy(b[at:], b[6:12])
		}
		return b
	}
	t.Fatalf("no frame with %q", snap)
	return nil
}

func tcpAt(sequence uint32, flags byte) []byte {
	b := binary.BigEndian.AppendUint32([]byte{0x13, 0x88, 0, 80}, sequence)
	return append(b, 0, 0, 0, 0, 0x50, flags, 0x20, 0, 0, 0, 0, 0)
}

func tcpSYN(i int) []byte {
	b := tcpAt(scattered(i), 2)
	binary.BigEndian.PutUint16(b, uint16(1024+i%50000))
	return b
}

func ipv6Frame(_ testing.TB, i int) []byte {
	b := []byte("\x02\x00\x00\x00\x00\x02\x02\x00\x00\x00\x00\x01\x86\xdd\x60\x00\x00\x00\x00\x08\x3a\x40")
	a := floodHost(i)
	b = append(append(append(b, 0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0), a[:]...), 0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)
	return append(b, 128, 0, 0, 0, byte(i>>8), byte(i), 0, 1)
}

func dnsAnswer(i int) []byte {
	b := []byte{byte(i >> 8), byte(i), 0x84, 0, 0, 0, 0, 1, 0, 0, 0, 0, 8}
	a := floodHost(i)
	return append(append(fmt.Appendf(b, "h%07d", i), 0, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4), a[:]...)
}

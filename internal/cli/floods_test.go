package cli

import (
	"bytes"
	"crypto/sha1"
	"encoding/binary"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"github.com/pktscope/pktscope/internal/labtest"
)

// A flood makes a capture of many of something.
type flood struct {
	each int // frames of one of them; 0: one
	// open has what frames are made from, and numbers them.
	open func(t testing.TB) func(i int) []byte
}

// alone opens a flood of frames that are made from nothing but their number.
func alone(frame func(i int) []byte) func(testing.TB) func(int) []byte {
	return func(testing.TB) func(int) []byte { return frame }
}

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
	"ESP peers": {open: alone(func(i int) []byte {
		return ipv4Frame(floodHost(i), gateway, 50, espPacket(scattered(i), 1))
	})},
	"SPIs of one peer": {open: alone(func(i int) []byte {
		return ipv4Frame(floodHost(1), gateway, 50, espPacket(scattered(i), 1))
	})},
	// Each SPI has a packet more after all have had one.
	"SPIs side by side": {each: 2, open: alone(func(i int) []byte {
		return ipv4Frame(floodHost(1), gateway, 50, espPacket(scattered(i&^1023|i&511), 1+i>>9&1))
	})},
	"AH peers": {open: alone(func(i int) []byte {
		b := append([]byte{17, 4, 0, 0}, espPacket(scattered(i), 1)[:20]...)
		return ipv4Frame(floodHost(i), gateway, 51, append(b, withPorts(7, 7, nil)...))
	})},
	"answered IKEv1 SAs":  {each: 2, open: ikeFlood("01-ikev1-main-seed.pcap", answered)},
	"IKEv1 SAs of a pair": {each: 2, open: ikeFlood("01-ikev1-main-seed.pcap", ofOnePair)},
	"half-open IKEv1 SAs": {open: ikeFlood("01-ikev1-main-seed.pcap", halfOpen)},
	"answered IKEv2 SAs":  {each: 2, open: ikeFlood("08-ikev2-aes128gcm-ecp256.pcap", answered)},
	"IKEv2 SAs of a pair": {each: 2, open: ikeFlood("08-ikev2-aes128gcm-ecp256.pcap", ofOnePair)},
	"CDP devices": {open: alone(func(i int) []byte {
		return labtest.CDPFrame(2, 180, cdpTLVs(fmt.Sprintf("sw%07d", i), "Gi0/1")...)
	})},
	"CDP ports": {open: alone(func(i int) []byte {
		return labtest.CDPFrame(2, 180, cdpTLVs("switch", fmt.Sprintf("Gi0/%07d", i))...)
	})},
	"LLDP devices": {open: alone(lldpFrame)},
	"FDP devices":  {open: renamed("\x00\x00\xe0\x52\x20\x00")},
	"EDP devices":  {open: renamed("\x00\x00\xe0\x2b\x00\xbb")},
	"UDP flows": {open: alone(func(i int) []byte {
		return ipv4Frame(floodHost(i), gateway, 17, withPorts(1024+i%50000, 9999, []byte("hi")))
	})},
	"TCP flows": {open: alone(func(i int) []byte { return ipv4Frame(floodHost(i), gateway, 6, tcpSYN(i)) })},
	"SCTP flows": {open: alone(func(i int) []byte {
		return ipv4Frame(floodHost(i), gateway, 132, withPorts(1024, 9999, []byte("\x03\x00\x00\x04")))
	})},
	"pings": {each: 2, open: alone(func(i int) []byte {
		ends, id := [2][4]byte{floodHost(i / 2), gateway}, i/2&0xffff
		kind := 8 * (1 - i%2) // echo request, and reply (RFC 792)
		sum := kind<<8 + id + 1
		sum = ^(sum + sum>>16) // a reply is told by its checksum, too
		return ipv4Frame(ends[i%2], ends[1-i%2], 1, []byte{byte(kind), 0, byte(sum >> 8), byte(sum), byte(id >> 8), byte(id), 0, 1})
	})},
	"IPv6 hosts": {open: alone(func(i int) []byte { return ipv6Ping(i, 0) })},
	"IPv6 pings": {each: 2, open: alone(func(i int) []byte { return ipv6Ping(i/2, i%2) })},
	"names of DNS": {open: alone(func(i int) []byte {
		return ipv4Frame(gateway, floodHost(i), 17, withPorts(53, 1024+i%50000, dnsAnswer(i)))
	})},
	"requests of HTTP": {open: alone(func(i int) []byte {
		return ipv4Frame(floodHost(i), gateway, 6, append(tcpSYN(i)[:13], append([]byte("\x18\x20\x00\x00\x00\x00\x00"), fmt.Sprintf("GET /%d HTTP/1.1\r\nHost: h%d\r\n\r\n", i, i)...)...))
	})},
	// Each datagram inside, and a hop further with another address.
	"translations": {each: 2, open: alone(func(i int) []byte {
		inside := i / 2
		source, data := floodHost(inside), fmt.Appendf(nil, "datagram %07d", inside)
		if i%2 == 1 {
			source = [4]byte{203, 0, 113, byte(inside / 50000)}
		}
		b := ipv4Frame(source, gateway, 17, withPorts(1024+inside%50000, 9999, data))
		b[22] -= byte(i % 2) // the time to live
		return b
	})},
	"flows on one side": {open: alone(func(i int) []byte {
		return ipv4Frame(floodHost(i), gateway, 17, withPorts(1024+i%50000, 9999, fmt.Appendf(nil, "datagram %07d", i)))
	})},
	"datagrams of a flow": {open: alone(func(i int) []byte {
		return ipv4Frame(floodHost(1), gateway, 17, withPorts(1024, 9999, fmt.Appendf(nil, "datagram %07d", i)))
	})},
	"segments of a stream": {open: alone(func(i int) []byte {
		return ipv4Frame(floodHost(1), gateway, 6, append(tcpAt(uint32(4*i), 0x18), "data"...))
	})},
}

// Whose SAs a flood of IKE has.
type ikeSAs uint8

const (
	halfOpen  ikeSAs = iota // first messages alone, each of a host of its own
	answered                // with the answer, each of a host of its own
	ofOnePair               // with the answer, all of one host
)

// ikeFlood has the first message of a capture of IKE, and its answer, for each SA.
func ikeFlood(name string, which ikeSAs) func(testing.TB) func(int) []byte {
	const source, destination, cookies = 14 + 12, 14 + 16, 14 + 20 + 8
	return func(t testing.TB) func(int) []byte {
		messages := ikeFrames(t, name)
		return func(i int) []byte {
			sa, k := i/2, i%2
			if which == halfOpen {
				sa, k = i, 0
			}
			b := bytes.Clone(messages[k])
			a := floodHost(sa)
			if which == ofOnePair {
				a = floodHost(1)
			}
			copy(b[[]int{source, destination}[k]:], a[:])
			copy(b[[]int{destination, source}[k]:], gateway[:])
			binary.BigEndian.PutUint32(b[cookies:], scattered(sa+1))
			detectNAT(b, cookies, source, destination)
			return b
		}
	}
}

// detectNAT puts the hashes of the frame's own addresses (RFC 7296, section 2.23) where it has
// others: a report looks for the address behind one that fits none, for seconds, and that
// would hide what the SAs cost.
func detectNAT(b []byte, cookies, source, destination int) {
	for kind, address := range map[string]int{"\x00\x00\x40\x04": source, "\x00\x00\x40\x05": destination} {
		if at := bytes.Index(b, append([]byte{0, 8 + sha1.Size}, kind...)); at >= 0 {
			hash := sha1.Sum(slices.Concat(b[cookies:cookies+16], b[address:address+4], []byte{500 >> 8, 500 & 0xff}))
			copy(b[at+6:], hash[:])
		}
	}
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

func lldpFrame(i int) []byte {
	b := []byte("\x01\x80\xc2\x00\x00\x0e\x02\x00\x00\x00\x00\x01\x88\xcc")
	for _, tlv := range []struct {
		kind  int
		value string
	}{{1, fmt.Sprintf("\x07sw%07d", i)}, {2, "\x05Gi0/1"}, {3, "\x00\x78"}, {5, fmt.Sprintf("sw%07d", i)}, {6, "IOS\n15"}, {0, ""}} {
		b = append(binary.BigEndian.AppendUint16(b, uint16(tlv.kind<<9|len(tlv.value))), tlv.value...)
	}
	return b
}

// renamed has the first announcement with that SNAP header, each of another device.
func renamed(snap string) func(testing.TB) func(int) []byte {
	return func(t testing.TB) func(int) []byte {
		var first []byte
		for p := range labtest.Packets(t, "../../fixtures/pcaps/42-fdp-edp.pcapng") {
			if len(p.Data) >= 40 && bytes.Contains(p.Data[:24], []byte(snap[1:])) {
				first = bytes.Clone(p.Data)
				break
			}
		}
		if first == nil {
			t.Fatalf("no frame with %q", snap)
		}
		return func(i int) []byte { return rename(bytes.Clone(first), i) }
	}
}

// rename gives the device of an announcement another name and address.
func rename(b []byte, i int) []byte {
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
	mac := bytes.Clone(b[6:12])
	copy(b[9:12], []byte{byte(i >> 16), byte(i >> 8), byte(i)})
	if at := bytes.Index(b[12:], mac); at >= 0 { // EDP's machine ID
		copy(b[12+at:], b[6:12])
	}
	return b
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

// ipv6Ping is host i's echo request (RFC 4443), or with reply 1 the reply.
func ipv6Ping(i, reply int) []byte {
	b := []byte("\x02\x00\x00\x00\x00\x02\x02\x00\x00\x00\x00\x01\x86\xdd\x60\x00\x00\x00\x00\x08\x3a\x40")
	ends := [2][4]byte{floodHost(i), gateway}
	for _, a := range [][4]byte{ends[reply], ends[1-reply]} {
		b = append(append(b, 0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0), a[:]...)
	}
	return append(b, byte(128+reply), 0, 0, 0, byte(i>>8), byte(i), 0, 1)
}

func dnsAnswer(i int) []byte {
	b := []byte{byte(i >> 8), byte(i), 0x84, 0, 0, 0, 0, 1, 0, 0, 0, 0, 8}
	a := floodHost(i)
	return append(append(fmt.Appendf(b, "h%07d", i), 0, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4), a[:]...)
}

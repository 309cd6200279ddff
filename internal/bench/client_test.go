package main

import (
	"bytes"
	"encoding/binary"
	"path/filepath"
	"slices"
	"testing"
)

const fixtures = "../../fixtures/pcaps"

// The example of RFC 1624, section 4.
func TestAdjust(t *testing.T) {
	b := []byte{0xdd, 0x2f}
	if adjust(b, 0x5555, 0x3285); b[0] != 0 || b[1] != 0 {
		t.Errorf("%x, want 0000", b)
	}
}

// The example of RFC 1071, section 3.
func TestSum(t *testing.T) {
	if s := sum([]byte{0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7}); s != 0xddf2 {
		t.Errorf("%x, want ddf2", s)
	}
}

func load(t *testing.T, name string) []template {
	t.Helper()
	packets, err := readFixture(filepath.Join(fixtures, name))
	if err != nil {
		t.Fatal(err)
	}
	return packets
}

func TestPutKeepsChecksumsRight(t *testing.T) {
	for _, name := range generalFixtures {
		for i, p := range load(t, name) {
			before := wrong(p.data)
			for _, c := range []client{{0, 0, false}, {1, 0, false}, {77, 1, true}, {255, 300, false}} {
				frame := bytes.Clone(p.data)
				c.put(frame)
				if after := wrong(frame); after != before {
					t.Errorf("%s, frame %d, %+v: wrong checksums %q, before %q", name, i+1, c, after, before)
				}
			}
		}
	}
}

// wrong names the checksums of an Ethernet frame that are not right, each
// computed from scratch.
func wrong(frame []byte) (names string) {
	p := frame[14:]
	switch binary.BigEndian.Uint16(frame[12:]) {
	case 0x86dd:
		pseudo := slices.Concat(p[8:40], []byte{0, 0, p[4], p[5], 0, 0, 0, p[6]})
		if sum(slices.Concat(pseudo, p[40:40+int(binary.BigEndian.Uint16(p[4:]))])) != 0xffff {
			names = "transport"
		}
	case 0x0800:
		size, total := int(p[0]&0xf)*4, int(binary.BigEndian.Uint16(p[2:]))
		if sum(p[:size]) != 0xffff {
			names = "ip "
		}
		body := p[size:total]
		if binary.BigEndian.Uint16(p[6:])&0x3fff != 0 { // a fragment
			return names
		}
		var pseudo []byte
		if p[9] != icmp {
			pseudo = slices.Concat(p[12:20], []byte{0, p[9], byte(len(body) >> 8), byte(len(body))})
		}
		if sum(slices.Concat(pseudo, body)) != 0xffff {
			names += "transport "
		}
		if p[9] == icmp && body[0] == 3 {
			if quoted := body[8:]; sum(quoted[:20]) != 0xffff {
				names += "quoted ip"
			}
		}
	}
	return names
}

func TestPutLeavesVPNAndCDP(t *testing.T) {
	for _, name := range []string{"16-cdp-topology-a.pcap", "07-ikev1-nat-t.pcap", "08-ikev2-aes128gcm-ecp256.pcap", "19-esp-ip-fragments.pcap"} {
		for i, p := range load(t, name) {
			frame := bytes.Clone(p.data)
			if (client{200, 3, false}).put(frame); !bytes.Equal(frame, p.data) {
				t.Errorf("%s, frame %d: changed", name, i+1)
			}
		}
	}
}

// An ICMP error goes on quoting what was sent.
func TestPutQuoted(t *testing.T) {
	var sent []byte
	quotes := 0
	for _, p := range load(t, "17-nat-overload.inside.pcap") {
		client{9, 2, false}.put(p.data)
		ip := p.data[14:]
		if binary.BigEndian.Uint16(p.data[12:]) != 0x0800 {
			continue
		}
		if ip[9] == icmp && ip[20] == 3 && sent != nil {
			quoted := ip[28:]
			if bytes.Equal(quoted[4:6], sent[4:6]) { // the identification
				quotes++
				if !bytes.Equal(quoted[12:28], sent[12:28]) {
					t.Errorf("quoted % x, sent % x", quoted[:28], sent[:28])
				}
			}
		}
		sent = bytes.Clone(ip)
	}
	if quotes == 0 {
		t.Error("no ICMP error follows what it quotes")
	}
}

func FuzzPut(f *testing.F) {
	packets, err := readFixture(filepath.Join(fixtures, "18-loopback.lo-ethernet.pcap"))
	if err != nil {
		f.Fatal(err)
	}
	for _, p := range packets {
		f.Add(p.data, byte(3), 2)
	}
	f.Fuzz(func(t *testing.T, frame []byte, host byte, lap int) { client{host, lap & 0xffff, false}.put(frame) })
}

package cli

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"flag"
	"os"
	"slices"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the captures and manual pages anew that tests make")

const seedFile = "../../fixtures/pcaps/20-cdp-neighbors.pcapng"

// TestSeedFixture makes the capture of what a router hears from a switch on
// FastEthernet0/1 and from two routers on Serial0/0, Frame Relay: the example
// of "show cdp neighbors" that every Cisco course has. Each announces itself
// once a minute, PR1 with a pause. The last packet, a loopback test, is there
// for its time.
func TestSeedFixture(t *testing.T) {
	want := seedCapture()
	if *update {
		if err := os.WriteFile(seedFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(seedFile); err != nil || !bytes.Equal(got, want) {
		t.Errorf("the file is not what is made here: %v", err)
	}
}

// The three neighbours.
func seedSwitch() []byte {
	hello, _ := hex.DecodeString("00000c0112" + "00000000ffffffff010121ff0000000000000002fd1d8dc0ff0064")
	return announcement(
		cdpText(1, "2924-2"), cdpText(3, "FastEthernet0/15"), cdpNumber(4, 4, 0x0a),
		cdpText(5, "Cisco Internetwork Operating System Software\n"+
			"IOS (tm) C2900XL Software (C2900XL-C3H2S-M), Version 12.0(5)WC17, RELEASE SOFTWARE (fc1)\n"+
			"Copyright (c) 1986-2007 by cisco Systems, Inc.\nCompiled Tue 13-Feb-07 15:27 by antonino"),
		cdpText(6, "cisco WS-C2924-XL"), cdpText(8, string(hello)), cdpText(9, ""), cdpNumber(10, 2, 1), cdpNumber(11, 1, 1),
	)
}

func seedRouter(name, platform string) []byte {
	return announcement(
		cdpText(1, name), cdpText(3, "Serial1/0"), cdpNumber(4, 4, 0x29),
		cdpText(5, "Cisco IOS Software, C2600 Software (C2600-ADVENTERPRISEK9-M), Version 12.4(19), RELEASE SOFTWARE (fc1)\n"+
			"Technical Support: http://www.cisco.com/techsupport\nCopyright (c) 1986-2008 by Cisco Systems, Inc.\n"+
			"Compiled Fri 29-Feb-08 19:23 by prod_rel_team"),
		cdpText(6, platform), cdpText(9, ""),
	)
}

// seedCapture is the file.
func seedCapture() []byte {
	type packet struct {
		at    int // seconds
		iface uint32
		data  []byte
	}
	var packets []packet
	send := func(iface uint32, data []byte, at ...int) {
		for _, s := range at {
			packets = append(packets, packet{s, iface, data})
		}
	}
	circuit := func(dlci byte, said []byte) []byte { // Q.922's address, Cisco's encapsulation
		return append([]byte{0x18, dlci<<4 | 1, 0x20, 0x00}, said...)
	}
	send(0, ethernet(seedSwitch()), 0, 60, 120, 180, 240, 300)
	send(1, circuit(4, seedRouter("PR1", "Cisco 2610XM")), 28, 88, 184, 244, 304)
	send(1, circuit(5, seedRouter("BBR2", "Cisco 2620XM")), 36, 96, 156, 216, 276, 336)
	send(0, loopbackTest(), 357)
	slices.SortStableFunc(packets, func(a, b packet) int { return a.at - b.at })

	w := ng{}
	w.block(0x0a0d0d0a, "\x4d\x3c\x2b\x1a\x01\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff")
	w.block(1, "\x01\x00\x00\x00\x00\x00\x00\x00"+ngOption(2, "FastEthernet0/1")+ngOption(0, ""))
	w.block(1, "\x6b\x00\x00\x00\x00\x00\x00\x00"+ngOption(2, "Serial0/0")+ngOption(0, ""))
	start := time.Date(2015, 3, 26, 10, 0, 0, 0, time.UTC)
	for _, p := range packets {
		w.packet(p.iface, start.Add(time.Duration(p.at)*time.Second), p.data)
	}
	return w.b
}

// ng writes pcapng blocks.
type ng struct{ b []byte }

func (w *ng) block(typ uint32, body string) {
	body += string(make([]byte, -len(body)&3))
	size := uint32(12 + len(body))
	w.b = binary.LittleEndian.AppendUint32(w.b, typ)
	w.b = binary.LittleEndian.AppendUint32(w.b, size)
	w.b = append(w.b, body...)
	w.b = binary.LittleEndian.AppendUint32(w.b, size)
}

// packet writes an enhanced packet block, whose time is in microseconds.
func (w *ng) packet(iface uint32, at time.Time, data []byte) {
	us := uint64(at.UnixMicro())
	b := binary.LittleEndian.AppendUint32(nil, iface)
	b = binary.LittleEndian.AppendUint32(b, uint32(us>>32))
	b = binary.LittleEndian.AppendUint32(b, uint32(us))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(data)))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(data)))
	w.block(6, string(append(b, data...)))
}

func ngOption(code uint16, value string) string {
	b := binary.LittleEndian.AppendUint16(nil, code)
	b = binary.LittleEndian.AppendUint16(b, uint16(len(value)))
	return string(append(append(b, value...), make([]byte, -len(value)&3)...))
}

// announcement is CDP version 2 with a holdtime of 180 seconds.
func announcement(tlvs ...[]byte) []byte {
	b := append([]byte{2, 180, 0, 0}, slices.Concat(tlvs...)...)
	var sum uint32
	for i := 0; i+1 < len(b); i += 2 {
		sum += uint32(b[i])<<8 | uint32(b[i+1])
	}
	if len(b)%2 != 0 { // Cisco adds it as a signed number
		last := uint32(b[len(b)-1])
		if last >= 0x80 {
			last = 0xff00 | last - 1
		}
		sum += last
	}
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	binary.BigEndian.PutUint16(b[2:], ^uint16(sum))
	return b
}

func cdpText(typ uint16, value string) []byte {
	b := binary.BigEndian.AppendUint16(nil, typ)
	return append(binary.BigEndian.AppendUint16(b, uint16(4+len(value))), value...)
}

func cdpNumber(typ uint16, size int, v uint32) []byte {
	return cdpText(typ, string(binary.BigEndian.AppendUint32(nil, v)[4-size:]))
}

// ethernet puts CDP into IEEE 802.3 with LLC and SNAP.
func ethernet(said []byte) []byte {
	b := append([]byte("\x01\x00\x0c\xcc\xcc\xcc\x02\x00\x5e\x06\x00\x01"), byte((8+len(said))>>8), byte(8+len(said)))
	return append(append(b, "\xaa\xaa\x03\x00\x00\x0c\x20\x00"...), said...)
}

// loopbackTest is a frame that an interface sends to itself.
func loopbackTest() []byte {
	const mac = "\x02\x00\x5e\x06\x00\x02"
	return append([]byte(mac+mac+"\x90\x00\x00\x00\x01\x00\x00\x00"), make([]byte, 40)...)
}

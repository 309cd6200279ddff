package cli

import (
	"bytes"
	"encoding/binary"
	"os"
	"slices"
	"testing"
	"time"
)

const officeFile = "../../fixtures/pcaps/25-lldp-office.pcapng"

// TestOfficeFixture makes the capture of a switch's ports in an office. SW1 and
// the router speak CDP and LLDP, whose names of devices and ports differ; the
// phone does as well; the access point speaks LLDP alone; behind GigabitEthernet1/0/3
// is a hub with two hosts, of which one has no name; on 1/0/4 the switch does
// not speak; the host on 1/0/5 takes its announcement back; the one on 1/0/6
// falls silent.
func TestOfficeFixture(t *testing.T) {
	want := officeCapture()
	if *update {
		if err := os.WriteFile(officeFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(officeFile); err != nil || !bytes.Equal(got, want) {
		t.Errorf("the file is not what is made here: %v", err)
	}
}

// The interfaces.
const (
	uplink = iota
	phonePort
	apPort
	hubPort
	printerPort
	withdrawnPort
	silentPort
)

var officePorts = []string{
	uplink: "GigabitEthernet1/0/24", phonePort: "GigabitEthernet1/0/1", apPort: "GigabitEthernet1/0/2",
	hubPort: "GigabitEthernet1/0/3", printerPort: "GigabitEthernet1/0/4", withdrawnPort: "GigabitEthernet1/0/5",
	silentPort: "GigabitEthernet1/0/6",
}

// station is the address of an office's device.
func station(n byte) string { return string([]byte{0x02, 0, 0x5e, 0x21, 0, n}) }

// officeCapture is the file.
func officeCapture() []byte {
	type packet struct {
		at, iface int
		data      []byte
	}
	var packets []packet
	send := func(iface int, data []byte, at ...int) {
		for _, s := range at {
			packets = append(packets, packet{s, iface, data})
		}
	}
	for i, name := range officePorts {
		if i == printerPort {
			continue
		}
		mac := station(0x80 + byte(i))
		send(i, cdpFrom(mac, cdpText(1, "SW1.office.lab"), cdpText(3, name), cdpNumber(4, 4, 0x28),
			cdpText(5, "Cisco IOS Software, Catalyst L3 Switch Software"), cdpText(6, "cisco WS-C3850-24P"),
			cdpText(9, "OFFICE"), cdpNumber(10, 2, 10), cdpNumber(11, 1, 1)), 1, 61, 121)
		send(i, lldpFrom(mac, lldpIDTLV(1, 4, station(0x80)), lldpIDTLV(2, 5, "Gi"+name[len("GigabitEthernet"):]), lldpTTL(120),
			lldpTLV(4, name), lldpTLV(5, "SW1.office.lab"), lldpTLV(6, "Cisco IOS Software, Catalyst L3 Switch Software"),
			lldpTLV(7, "\x00\x14\x00\x14"), lldpManagement("\x0a\x00\x0a\x02")), 2, 32, 62, 92, 122)
	}
	router := station(1)
	send(uplink, cdpFrom(router, cdpText(1, "R1"), cdpText(3, "GigabitEthernet0/0/1"), cdpNumber(4, 4, 0x01),
		cdpText(5, "Cisco IOS XE Software"), cdpText(6, "cisco ISR4331/K9"), cdpNumber(11, 1, 1)), 3, 63, 123)
	send(uplink, lldpFrom(router, lldpIDTLV(1, 4, router), lldpIDTLV(2, 1, "to SW1"), lldpTTL(120), lldpTLV(4, "GigabitEthernet0/0/1"),
		lldpTLV(5, "R1.office.lab"), lldpTLV(6, "Cisco IOS XE Software"), lldpTLV(7, "\x00\x14\x00\x10")), 4, 34, 64, 94, 124)

	phone := station(2)
	send(phonePort, cdpFrom(phone, cdpText(1, "SEP02005E210002"), cdpText(3, "Port 1"), cdpNumber(4, 4, 0x490),
		cdpText(5, "sip88xx.12-8-1"), cdpText(6, "Cisco IP Phone 8841"), cdpNumber(11, 1, 1)), 5, 65, 125)
	send(phonePort, lldpFrom(phone, lldpIDTLV(1, 5, "\x01\x0a\x00\x0b\x15"), lldpIDTLV(2, 7, "02005E210002:P1"), lldpTTL(180),
		lldpTLV(4, "SW PORT"), lldpTLV(5, "SEP02005E210002.office.lab"), lldpTLV(6, "Cisco IP Phone 8841, V5, sip88xx.12-8-1"),
		lldpTLV(7, "\x00\x24\x00\x24"), lldpTLV(127, "\x00\x12\x0f\x01\x03\x6c\x01\x00\x1e"), lldpMedia(1, "\x00\x33\x03"),
		lldpMedia(2, "\x01\x40\x29\x6e"), lldpMedia(4, "\x52\x00\x41"), lldpMedia(5, "5"), lldpMedia(7, "sip88xx.12-8-1"),
		lldpMedia(8, "FCH2140DL0T"), lldpMedia(9, "Cisco Systems, Inc."), lldpMedia(10, "CP-8841")), 6, 36, 66, 96, 126)

	send(apPort, lldpFrom(station(3), lldpIDTLV(1, 4, station(3)), lldpIDTLV(2, 3, station(3)), lldpTTL(120), lldpTLV(4, "eth0"),
		lldpTLV(5, "AP-floor-2"), lldpTLV(6, "Access point <outdoor> & \"indoor\"\nRelease 7"), lldpTLV(7, "\x00\x0c\x00\x08")), 7, 37, 67, 97, 127)
	send(hubPort, lldpFrom(station(4), lldpIDTLV(1, 4, station(4)), lldpIDTLV(2, 3, station(4)), lldpTTL(120), lldpTLV(4, "enp3s0"),
		lldpTLV(5, "files"), lldpTLV(6, "Debian GNU/Linux 12"), lldpTLV(7, "\x00\x9c\x00\x80"),
		lldpManagement("\x20\x01\x0d\xb8\x00\x0b\x00\x00\x00\x00\x00\x00\x00\x00\x00\x04")), 8, 38, 68, 98, 128)
	send(hubPort, lldpFrom(station(5), lldpIDTLV(1, 4, station(5)), lldpIDTLV(2, 3, station(5)), lldpTTL(3601)), 9)
	send(printerPort, lldpFrom(station(6), lldpIDTLV(1, 7, "printer-7"), lldpIDTLV(2, 7, "1"), lldpTTL(120), lldpTLV(5, "printer-7")), 10, 40, 70, 100)
	leaving := func(ttl int) []byte {
		return lldpFrom(station(7), lldpIDTLV(1, 7, "laptop"), lldpIDTLV(2, 5, "eth0"), lldpTTL(ttl))
	}
	send(withdrawnPort, leaving(120), 11, 41)
	send(withdrawnPort, leaving(0), 80)
	send(silentPort, lldpFrom(station(8), lldpIDTLV(1, 7, "camera"), lldpIDTLV(2, 5, "eth0"), lldpTTL(20)), 12, 22, 32)
	slices.SortStableFunc(packets, func(a, b packet) int { return a.at - b.at })

	w := ng{}
	w.block(0x0a0d0d0a, "\x4d\x3c\x2b\x1a\x01\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff")
	for _, name := range officePorts {
		w.block(1, "\x01\x00\x00\x00\x00\x00\x00\x00"+ngOption(2, name)+ngOption(0, ""))
	}
	start := time.Date(2024, 5, 6, 8, 0, 0, 0, time.UTC)
	for _, p := range packets {
		w.packet(uint32(p.iface), start.Add(time.Duration(p.at)*time.Second), p.data)
	}
	return w.b
}

func cdpFrom(mac string, tlvs ...[]byte) []byte {
	b := ethernet(announcement(tlvs...))
	copy(b[6:], mac)
	return b
}

// lldpFrom is an announcement in Ethernet.
func lldpFrom(mac string, tlvs ...string) []byte {
	b := []byte("\x01\x80\xc2\x00\x00\x0e" + mac + "\x88\xcc")
	for _, t := range tlvs {
		b = append(b, t...)
	}
	return append(b, 0, 0)
}

func lldpTLV(typ byte, value string) string {
	return string([]byte{typ<<1 | byte(len(value)>>8), byte(len(value))}) + value
}

func lldpIDTLV(typ, subtype byte, value string) string { return lldpTLV(typ, string(subtype)+value) }

func lldpTTL(seconds int) string {
	return lldpTLV(3, string(binary.BigEndian.AppendUint16(nil, uint16(seconds))))
}

// lldpManagement is an address on the first interface.
func lldpManagement(addr string) string {
	family := "\x01"
	if len(addr) == 16 {
		family = "\x02"
	}
	return lldpTLV(8, string([]byte{byte(len(addr) + 1)})+family+addr+"\x02\x00\x00\x00\x01\x00")
}

func lldpMedia(subtype byte, value string) string {
	return lldpTLV(127, "\x00\x12\xbb"+string(subtype)+value)
}

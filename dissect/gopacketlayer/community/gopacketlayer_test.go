package gopacketlayer_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/gopacketlayer/community"
	"github.com/pktscope/pktscope/dissect/nat"
)

var types gopacketlayer.Types

func TestMain(m *testing.M) {
	var err error
	if types, err = gopacketlayer.Register(2900); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	types.Install()
	os.Exit(m.Run())
}

func TestRegisterRefuses(t *testing.T) {
	for _, first := range []int{2897, 2900, int(layers.LayerTypeIPv4)} {
		if _, err := gopacketlayer.Register(first); err == nil || !strings.Contains(err.Error(), "already") {
			t.Errorf("numbers from %d: %v", first, err)
		}
	}
}

// frames reads a fixture of Ethernet frames.
func frames(tb testing.TB, name string) (list [][]byte) {
	tb.Helper()
	dir := ".."
	for _, err := os.Stat(filepath.Join(dir, "fixtures")); err != nil && len(dir) < 20; _, err = os.Stat(filepath.Join(dir, "fixtures")) {
		dir = filepath.Join(dir, "..")
	}
	f, err := os.Open(filepath.Join(dir, "fixtures", "pcaps", name))
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	r, err := pcapgo.NewReader(f)
	if err != nil {
		tb.Fatal(err)
	}
	for {
		b, _, err := r.ReadPacketData()
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			tb.Fatal(err)
		}
		list = append(list, b)
	}
}

// The counts are tshark's.
func TestCaptures(t *testing.T) {
	for _, x := range []struct {
		name                             string
		isakmp, esp, nat, keepalive, cdp int
	}{
		{"01-ikev1-main-seed-udp4500.pcap", 17, 52, 65, 0, 0},
		{"01-ikev1-main-seed.pcap", 19, 68, 0, 0, 0},
		{"08-ikev2-aes128gcm-ecp256-udp4500.pcap", 10, 32, 40, 0, 0},
		{"16-cdp-topology-a.pcap", 0, 0, 0, 0, 171},
	} {
		got := x
		got.isakmp, got.esp, got.nat, got.keepalive, got.cdp = 0, 0, 0, 0, 0
		for i, b := range frames(t, x.name) {
			p := gopacket.NewPacket(b, layers.LinkTypeEthernet, gopacket.Default)
			for _, l := range p.Layers() {
				switch l := l.(type) {
				case *gopacketlayer.ISAKMP:
					got.isakmp++
					if p.ApplicationLayer() != gopacket.ApplicationLayer(l) {
						t.Errorf("%s: packet %d: the message is not the application layer", x.name, i+1)
					}
				case *gopacketlayer.ESP:
					got.esp++
				case *gopacketlayer.NAT:
					got.nat++
					if l.Kind == nat.Keepalive {
						got.keepalive++
					}
				case *gopacketlayer.CDP:
					got.cdp++
				}
			}
			if e := p.ErrorLayer(); e != nil {
				t.Errorf("%s: packet %d: %v", x.name, i+1, e.Error())
			}
			if p.String() == "" || p.Dump() == "" {
				t.Errorf("%s: packet %d is not printed", x.name, i+1)
			}
		}
		if got != x {
			t.Errorf("%+v, want %+v", got, x)
		}
	}
}

// What each layer says of its bytes.
func TestLayers(t *testing.T) {
	packet := func(first gopacket.LayerType, data string) gopacket.Packet {
		return gopacket.NewPacket([]byte(data), first, gopacket.Default)
	}
	header := "\x01\x02\x03\x04\x05\x06\x07\x08" + "\x00\x00\x00\x00\x00\x00\x00\x00" + "\x00\x20\x22\x08\x00\x00\x00\x00\x00\x00\x00\x1c"
	for _, x := range []struct {
		name, data string
		first      gopacket.LayerType
		want       string // type, contents and payload in bytes of each layer
	}{
		{"CDP", "\x02\xb4\x00\x00\x00\x01\x00\x06R1", types.CDP, "pktscope.CDP 10+0"},
		{"ISAKMP", header, types.ISAKMP, "pktscope.ISAKMP 28+0"},
		{"ESP", "\x00\x00\x10\x00\x00\x00\x00\x01ciphertext", types.ESP, "pktscope.ESP 18+0"},
		{"NAT-keepalive", "\xff", types.NAT, "pktscope.NAT 1+0"},
		{"ISAKMP on port 4500", "\x00\x00\x00\x00" + header, types.NAT, "pktscope.NAT 4+28 pktscope.ISAKMP 28+0"},
		{"ESP in UDP", "\x00\x00\x10\x00\x00\x00\x00\x01ciphertext", types.NAT, "pktscope.NAT 0+18 pktscope.ESP 18+0"},
	} {
		p := packet(x.first, x.data)
		var got []string
		for _, l := range p.Layers() {
			got = append(got, fmt.Sprintf("%v %d+%d", l.LayerType(), len(l.LayerContents()), len(l.LayerPayload())))
		}
		if s := strings.Join(got, " "); s != x.want {
			t.Errorf("%s: %s, want %s", x.name, s, x.want)
		}
	}
}

// gopacket's own decoders panic at these, or give up the whole message.
func TestMalformed(t *testing.T) {
	for _, x := range []struct {
		name, data string
		first      gopacket.LayerType
		want       string
	}{
		{"half an ESP header", "\x00\x00\x10\x00", types.ESP, "esp.sequence at byte 4: malformed: need 4 bytes, have 0"},
		{"no CDP header", "\x02\xb4", types.CDP, "cdp.checksum at byte 2: malformed: need 2 bytes, have 0"},
		{"20 bytes on port 500", strings.Repeat("\x00", 20), types.ISAKMP, "isakmp.messageid at byte 20: malformed: need 4 bytes, have 0"},
		{"three bytes on port 4500", "\x00\x00\x00", types.NAT, "udpencap.non_esp_marker at byte 0: malformed"},
	} {
		p := gopacket.NewPacket([]byte(x.data), x.first, gopacket.Default)
		e := p.ErrorLayer()
		if e == nil {
			t.Errorf("%s: no error", x.name)
			continue
		}
		var f *field.Error
		if err := e.Error(); err.Error() != x.want || !errors.As(err, &f) {
			t.Errorf("%s: %v, want %s", x.name, err, x.want)
		}
	}
	bad := "\x02\xb4\x00\x00" + "\x00\x0a\x00\x05\x07" + "\x00\x01\x00\x06R1" // a native VLAN of one byte
	p := gopacket.NewPacket([]byte(bad), types.CDP, gopacket.Default)
	if l, ok := p.Layer(types.CDP).(*gopacketlayer.CDP); !ok || string(l.DeviceID) != "R1" || l.Faults != 1 || p.ErrorLayer() != nil {
		t.Errorf("a bad TLV: %v", p)
	}
}

// Every cut of every message of a capture: an error or a layer, and no panic.
func TestCuts(t *testing.T) {
	for _, name := range []string{"16-cdp-topology-a.pcap", "08-ikev2-aes128gcm-ecp256-udp4500.pcap"} {
		for _, b := range frames(t, name) {
			for n := range b {
				p := gopacket.NewPacket(b[:n], layers.LinkTypeEthernet, gopacket.DecodeOptions{NoCopy: true, SkipDecodeRecovery: true})
				_ = p.Layers()
			}
		}
	}
}

func TestDecodingLayerParser(t *testing.T) {
	var eth layers.Ethernet
	var ip layers.IPv4
	var udp layers.UDP
	encapsulation, message, packet := types.NewNAT(), types.NewISAKMP(), types.NewESP()
	parser := gopacket.NewDecodingLayerParser(layers.LayerTypeEthernet, &eth, &ip, &udp, encapsulation, message, packet)
	var decoded []gopacket.LayerType
	var isakmp, esp int
	for i, b := range frames(t, "01-ikev1-main-seed-udp4500.pcap") {
		if err := parser.DecodeLayers(b, &decoded); err != nil && !strings.Contains(err.Error(), "No decoder for layer type") {
			t.Fatalf("packet %d: %v", i+1, err)
		}
		for _, l := range decoded {
			switch l {
			case types.ISAKMP:
				isakmp++
			case types.ESP:
				esp++
			}
		}
	}
	if isakmp != 17 || esp != 52 {
		t.Errorf("%d messages and %d packets, want 17 and 52", isakmp, esp)
	}
}

func TestDecodingAllocates(t *testing.T) {
	esp := types.NewESP()
	in := []byte("\x00\x00\x10\x00\x00\x00\x00\x01ciphertext")
	if n := testing.AllocsPerRun(100, func() { _ = esp.DecodeFromBytes(in, gopacket.NilDecodeFeedback) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

#!/usr/bin/env bash
# google/gopacket reads nothing behind the default gateway that an ODR hub announces in CDP.
#
# IOS's on-demand routing puts the routes of the spokes into CDP's IP Prefix TLV, five
# bytes each. In the other direction the hub announces itself as the default gateway: the
# same TLV with an address alone, four bytes. gopacket wants a multiple of five, gives the
# packet an error layer, and leaves out every TLV behind this one; what stood before it
# is kept. tshark reads both forms. The announcements of every hub with `router odr` are
# concerned.
set -euo pipefail
version=v1.1.20-0.20250319234736-b7d9dbd15ae4
tshark=4.0.17-0+deb12u3

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
chmod 755 .
for package in tshark wireshark-common libwireshark16 libwiretap13 libwsutil14 libwireshark-data; do
	apt-get download -qq "$package=$tshark" 2>/dev/null
done
for package in *.deb; do dpkg -x "$package" unpacked; done
libraries=$(echo "$dir"/unpacked/usr/lib/*-linux-gnu)

cat >main.go <<'GO'
package main

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"os"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
	"github.com/google/gopacket/pcapgo"
)

// Each announcement is a Device ID, an IP Prefix TLV and a native VLAN of 10.
var announcements = []struct{ from, prefix string }{
	{"spoke", "00070009" + "c000020018"},
	{"hub", "00070008" + "c0000201"},
}

func main() {
	out, err := os.Create("odr.pcap")
	check(err)
	w := pcapgo.NewWriter(out)
	check(w.WriteFileHeader(65535, layers.LinkTypeEthernet))
	for _, a := range announcements {
		frame := announce(a.prefix)
		check(w.WritePacket(gopacket.CaptureInfo{CaptureLength: len(frame), Length: len(frame)}, frame))
		packet := gopacket.NewPacket(frame, layers.LayerTypeEthernet, gopacket.Default)
		info := packet.Layer(layers.LayerTypeCiscoDiscoveryInfo).(*layers.CiscoDiscoveryInfo)
		fmt.Printf("%s: device %s, native VLAN %d, error: %v\n", a.from, info.DeviceID, info.NativeVLAN, packet.ErrorLayer() != nil)
	}
	check(out.Close())
}

func announce(prefix string) []byte {
	cdp, err := hex.DecodeString("02b40000" + "00010007523130" + prefix + "000a0006000a")
	check(err)
	llc := append([]byte{0xaa, 0xaa, 3, 0, 0, 0x0c, 0x20, 0}, cdp...)
	frame := []byte{1, 0, 0x0c, 0xcc, 0xcc, 0xcc, 2, 0, 0, 0, 0, 1}
	return append(binary.BigEndian.AppendUint16(frame, uint16(len(llc))), llc...)
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
GO
go mod init finding >/dev/null 2>&1
go get "github.com/google/gopacket/pcapgo@$version" >/dev/null 2>&1
{
	echo "google/gopacket $version"
	go run .
	echo "tshark $tshark"
	LD_LIBRARY_PATH=$libraries XDG_CONFIG_HOME=$dir/config unpacked/usr/bin/tshark -n -V -r odr.pcap 2>/dev/null |
		sed -nE 's/^ {8}((Device ID|IP Prefix|ODR Default gateway|Native VLAN): .*)/\1/p'
} | tee seen
diff - seen <<WANT
google/gopacket $version
spoke: device R10, native VLAN 10, error: false
hub: device R10, native VLAN 0, error: true
tshark $tshark
Device ID: R10
IP Prefix: 192.0.2.0/24
Native VLAN: 10
Device ID: R10
ODR Default gateway: 192.0.2.1
Native VLAN: 10
WANT

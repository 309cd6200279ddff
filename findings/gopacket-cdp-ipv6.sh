#!/usr/bin/env bash
# google/gopacket drops every IPv6 address that CDP announces, without a word.
#
# An address in CDP names its protocol: IPv4 by the NLPID 0xcc, IPv6 by the 802.2 header
# aa-aa-03-00-00-00-86-dd, which is what IOS sends and what tshark reads. gopacket's
# constant for IPv6 ends in 08-00, the EtherType of IPv4, and protocols that it does not
# know are left out of Addresses and MgmtAddresses. A device that announces both seems to
# have its IPv4 address alone; one that has only IPv6 seems to have none.
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

// announcement is CDP version 2 with a Device ID and two addresses: 192.0.2.1 and 2001:db8::1.
const announcement = "02b40000" + "00010007523130" +
	"0002" + "002d" + "00000002" +
	"0101cc" + "0004" + "c0000201" +
	"0208aaaa0300000086dd" + "0010" + "20010db8000000000000000000000001"

func main() {
	cdp, err := hex.DecodeString(announcement)
	check(err)
	llc := append([]byte{0xaa, 0xaa, 3, 0, 0, 0x0c, 0x20, 0}, cdp...)
	frame := []byte{1, 0, 0x0c, 0xcc, 0xcc, 0xcc, 2, 0, 0, 0, 0, 1}
	frame = append(binary.BigEndian.AppendUint16(frame, uint16(len(llc))), llc...)

	packet := gopacket.NewPacket(frame, layers.LayerTypeEthernet, gopacket.Default)
	if failure := packet.ErrorLayer(); failure != nil {
		fmt.Println("error:", failure.Error())
	}
	info := packet.Layer(layers.LayerTypeCiscoDiscoveryInfo).(*layers.CiscoDiscoveryInfo)
	fmt.Println("addresses:", info.Addresses)

	out, err := os.Create("cdp.pcap")
	check(err)
	w := pcapgo.NewWriter(out)
	check(w.WriteFileHeader(65535, layers.LinkTypeEthernet))
	check(w.WritePacket(gopacket.CaptureInfo{CaptureLength: len(frame), Length: len(frame)}, frame))
	check(out.Close())
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
	LD_LIBRARY_PATH=$libraries XDG_CONFIG_HOME=$dir/config unpacked/usr/bin/tshark -n -V -r cdp.pcap 2>/dev/null |
		grep -o 'IP address: .*\|IPv6 address: .*'
} | tee seen
diff - seen <<WANT
google/gopacket $version
addresses: [192.0.2.1]
tshark $tshark
IP address: 192.0.2.1
IPv6 address: 2001:db8::1
WANT

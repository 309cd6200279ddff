#!/usr/bin/env bash
# google/gopacket puts fragments of ESP and of UDP together into one datagram.
#
# The fragments of a datagram have the same source, destination, protocol and identification, and
# a sender keeps the identification unique for those three (RFC 791, section 3.2): two hosts may have
# a datagram of UDP and one of ESP on the way with the same one, as those do that count for each
# protocol. ip4defrag knows a datagram by the addresses and the identification. Where the fragments of
# two mix, it returns the beginning of the UDP datagram and the end of the ESP packet as an ESP packet,
# without an error, and the UDP datagram never becomes whole. The fork gopacket/gopacket heeds the
# protocol.
set -euo pipefail
google=v1.1.20-0.20250319234736-b7d9dbd15ae4
fork=v1.7.7

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir google fork
cat >google/main.go <<'GO'
package main

import (
	"bytes"
	"fmt"
	"net"

	"github.com/google/gopacket"
	"github.com/google/gopacket/ip4defrag"
	"github.com/google/gopacket/layers"
)

// fragment returns n bytes of a datagram from an offset on, all of the same letter.
func fragment(protocol layers.IPProtocol, offset uint16, more layers.IPv4Flag, letter string, n int) *layers.IPv4 {
	ip := &layers.IPv4{
		Version: 4, TTL: 64, Id: 7, Protocol: protocol, FragOffset: offset / 8, Flags: more,
		SrcIP: net.IP{192, 0, 2, 1}, DstIP: net.IP{192, 0, 2, 2},
	}
	buf := gopacket.NewSerializeBuffer()
	options := gopacket.SerializeOptions{FixLengths: true, ComputeChecksums: true}
	check(gopacket.SerializeLayers(buf, options, ip, gopacket.Payload(bytes.Repeat([]byte(letter), n))))
	packet := gopacket.NewPacket(buf.Bytes(), layers.LayerTypeIPv4, gopacket.Default)
	return packet.Layer(layers.LayerTypeIPv4).(*layers.IPv4)
}

func main() {
	const udp, esp, more = layers.IPProtocolUDP, layers.IPProtocolESP, layers.IPv4MoreFragments
	defragmenter := ip4defrag.NewIPv4Defragmenter()
	for _, f := range []*layers.IPv4{
		fragment(udp, 0, more, "U", 1480),
		fragment(esp, 0, more, "E", 1480),
		fragment(esp, 1480, 0, "E", 40),
		fragment(udp, 1480, 0, "U", 520),
	} {
		whole, err := defragmenter.DefragIPv4(f)
		check(err)
		if whole == nil {
			fmt.Printf("  %v from %d on: not whole yet\n", f.Protocol, f.FragOffset*8)
			continue
		}
		fmt.Printf("  %v from %d on: %v with %d bytes of UDP's and %d of ESP's\n", f.Protocol, f.FragOffset*8, whole.Protocol,
			bytes.Count(whole.Payload, []byte("U")), bytes.Count(whole.Payload, []byte("E")))
	}
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
GO
sed 's|github.com/google/gopacket|github.com/gopacket/gopacket|' google/main.go >fork/main.go
go mod init finding >/dev/null 2>&1
go get "github.com/google/gopacket/ip4defrag@$google" "github.com/gopacket/gopacket/ip4defrag@$fork" >/dev/null 2>&1
{
	echo "google/gopacket $google"
	go run ./google
	echo "gopacket/gopacket $fork"
	go run ./fork
} | tee seen
diff - seen <<WANT
google/gopacket $google
  UDP from 0 on: not whole yet
  IPSecESP from 0 on: not whole yet
  IPSecESP from 1480 on: IPSecESP with 1480 bytes of UDP's and 40 of ESP's
  UDP from 1480 on: not whole yet
gopacket/gopacket $fork
  UDP from 0 on: not whole yet
  IPSecESP from 0 on: not whole yet
  IPSecESP from 1480 on: IPSecESP with 0 bytes of UDP's and 1520 of ESP's
  UDP from 1480 on: UDP with 2000 bytes of UDP's and 0 of ESP's
WANT

#!/usr/bin/env bash
# A row of Wireshark's esp_sa table decrypts AES-GCM with its usual ICV of 16 bytes in
# one spelling alone.
#
# The table knows "AES-GCM [RFC4106]" and one name for each length of the ICV, and beside
# the cipher it asks for an authentication, among them "ANY 128 bit authentication [No
# Checking]". With the plain name and "NULL", tshark takes the end of the ICV for padding
# and next header, and shows a protocol that was never sent. With "ANY 128 bit
# authentication [No Checking]", which reads as an ICV that is skipped, it decrypts
# nothing under either name, and says nothing. Only "AES-GCM with 16 octet ICV [RFC4106]"
# with "NULL" shows what was sent (UDP).
set -euo pipefail
version=4.0.17-0+deb12u3

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
chmod 755 .
for package in tshark wireshark-common libwireshark16 libwiretap13 libwsutil14 libwireshark-data; do
	apt-get download -qq "$package=$version" 2>/dev/null
done
for package in *.deb; do dpkg -x "$package" unpacked; done
libraries=$(echo "$dir"/unpacked/usr/lib/*-linux-gnu)

cat >main.go <<'GO'
package main

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
	"os"
)

func main() {
	key := []byte("sixteen byte key")
	salt := []byte{1, 2, 3, 4}
	inner := []byte{0x45, 0, 0, 28, 0, 1, 0, 0, 64, 17, 0, 0, 10, 1, 0, 1, 10, 2, 0, 1, // IPv4, UDP
		0, 53, 0, 53, 0, 8, 0, 0,
		1, 2, 2, 4} // padding, its length, next header 4
	head := []byte{0, 0, 1, 1, 0, 0, 0, 1} // SPI 0x101, sequence number 1
	iv := []byte{0, 0, 0, 0, 0, 0, 0, 1}
	block, _ := aes.NewCipher(key)
	gcm, _ := cipher.NewGCM(block)
	esp := append(append([]byte{}, head...), iv...)
	esp = gcm.Seal(esp, append(append([]byte{}, salt...), iv...), inner, head)
	ip := []byte{0x45, 0, 0, byte(20 + len(esp)), 0, 1, 0, 0, 64, 50, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2}
	packet := append(ip, esp...)
	out := binary.LittleEndian.AppendUint32(nil, 0xa1b2c3d4) // pcap, raw IP
	out = append(out, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 101, 0, 0, 0)
	for _, v := range []uint32{1700000000, 0, uint32(len(packet)), uint32(len(packet))} {
		out = binary.LittleEndian.AppendUint32(out, v)
	}
	if err := os.WriteFile("esp.pcap", append(out, packet...), 0o644); err != nil {
		panic(err)
	}
}
GO
go run main.go

echo "tshark $version"
mkdir -p config/wireshark
for cipher in "AES-GCM [RFC4106]" "AES-GCM with 16 octet ICV [RFC4106]"; do
	for authentication in "NULL" "ANY 128 bit authentication [No Checking]"; do
		printf '"IPv4","192.0.2.1","192.0.2.2","0x101","%s","0x7369787465656e2062797465206b657901020304","%s",""\n' "$cipher" "$authentication" >config/wireshark/esp_sa
		printf '%s, %s: ' "$cipher" "$authentication"
		LD_LIBRARY_PATH=$libraries XDG_CONFIG_HOME=$dir/config unpacked/usr/bin/tshark -n -r esp.pcap \
			-o esp.enable_encryption_decode:TRUE -T fields -e _ws.col.Protocol 2>/dev/null
	done
done | tee seen
diff - seen <<'WANT'
AES-GCM [RFC4106], NULL: DSR
AES-GCM [RFC4106], ANY 128 bit authentication [No Checking]: ESP
AES-GCM with 16 octet ICV [RFC4106], NULL: UDP
AES-GCM with 16 octet ICV [RFC4106], ANY 128 bit authentication [No Checking]: ESP
WANT

#!/usr/bin/env bash
# CDP behind MACsec is CDP to tcpdump, and some bytes of an unknown protocol to tshark.
#
# An SA of MACsec may protect the integrity of frames alone (IEEE 802.1AE, section 9.5: E
# and C are 0). What stood behind the addresses then stands readable behind the tag, and
# of frames such as CDP's that is a length (IEEE 802.3), not an EtherType. tshark takes
# it for an EtherType, here 0x001c, and shows data; a filter for cdp finds nothing on such
# a link, though the same frame without MACsec is read. IPv4, whose frames have an
# EtherType, is read in both. tcpdump reads all three.
set -euo pipefail
tshark=4.0.17-0+deb12u3
tcpdump=4.99.3-1

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
chmod 755 .
for package in tshark wireshark-common libwireshark16 libwiretap13 libwsutil14 libwireshark-data; do
	apt-get download -qq "$package=$tshark" 2>/dev/null
done
apt-get download -qq "tcpdump=$tcpdump" 2>/dev/null
for package in *.deb; do dpkg -x "$package" unpacked; done
libraries=$(echo "$dir"/unpacked/usr/lib/*-linux-gnu)

python3 - <<'PY'
import struct

addresses = bytes.fromhex("01000ccccccc020000000001")
cdp = bytes.fromhex("02b4d669" "00010007523130" "000300094769302f31")  # Device ID R10, Port ID Gi0/1
snap = bytes.fromhex("aaaa0300000c2000") + cdp
llc = struct.pack(">H", len(snap)) + snap
ipv4 = bytes.fromhex("0800" "4500001c000100004011f6ccc0000201c0000202" "03e807d000080000")

def protect(data):  # AN 0, no SCI, packet number 1, ICV of 16 bytes
    tag = bytes.fromhex("88e5") + bytes([0, len(data)]) + struct.pack(">I", 1)
    return addresses + tag + data + bytes(16)

with open("macsec.pcap", "wb") as out:
    out.write(struct.pack("<IHHIIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
    for frame in addresses + llc, protect(llc), protect(ipv4):
        out.write(struct.pack("<IIII", 1700000000, 0, len(frame), len(frame)) + frame)
PY

{
	echo "tshark $tshark"
	LD_LIBRARY_PATH=$libraries XDG_CONFIG_HOME=$dir/config unpacked/usr/bin/tshark -n -r macsec.pcap \
		-T fields -e frame.protocols 2>/dev/null
	echo "tcpdump $tcpdump"
	unpacked/usr/bin/tcpdump -nn -t -r macsec.pcap 2>/dev/null | grep -v '^	'
} | tee seen
diff - seen <<WANT
tshark $tshark
eth:llc:cdp
eth:ethertype:macsec:ethertype:data
eth:ethertype:macsec:ethertype:ip:udp
tcpdump $tcpdump
CDPv2, ttl: 180s, Device-ID 'R10'
CDPv2, ttl: 180s, Device-ID 'R10'
IP 192.0.2.1.1000 > 192.0.2.2.2000: UDP, length 0
WANT

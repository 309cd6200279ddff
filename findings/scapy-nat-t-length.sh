#!/usr/bin/env bash
# scapy's ESP behind NAT traversal is an empty UDP datagram in IPv4, with the ESP packet behind it.
#
# With nat_t_header, SecurityAssociation puts a header of UDP before ESP (RFC 3948, section
# 2.1), whose length covers the header and ESP (RFC 768). In IPv4 scapy fills the length in before
# ESP is there: it is 8, whatever follows. By that the datagram is empty, and there is no ESP that a
# peer could decrypt or refuse; tshark shows none either, and a filter for its SPI finds nothing. In
# IPv6 the length is right.
set -euo pipefail
scapy=2.5.0+dfsg-2
cryptography=38.0.4-3+deb12u1
tshark=4.0.17-0+deb12u3

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
chmod 755 .
apt-get download -qq "python3-scapy=$scapy" "python3-cryptography=$cryptography" python3-cffi-backend=1.15.1-5+b1 2>/dev/null
for package in tshark wireshark-common libwireshark16 libwiretap13 libwsutil14 libwireshark-data; do
	apt-get download -qq "$package=$tshark" 2>/dev/null
done
for package in *.deb; do dpkg -x "$package" unpacked; done
libraries=$(echo "$dir"/unpacked/usr/lib/*-linux-gnu)

# A datagram in ESP, without and with the header of UDP, in transport and in tunnel mode.
PYTHONPATH=$dir/unpacked/usr/lib/python3/dist-packages python3 - 2>/dev/null <<'PY'
import struct
from scapy.layers.inet import IP, UDP
from scapy.layers.inet6 import IPv6
from scapy.layers.ipsec import ESP, SecurityAssociation

inner = {4: IP(src='192.0.2.1', dst='192.0.2.2'), 6: IPv6(src='2001:db8::1', dst='2001:db8::2')}
outer = {4: IP(src='198.51.100.1', dst='198.51.100.2'), 6: IPv6(src='3fff::1', dst='3fff::2')}
capture = struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101)
names = ''
for version in (4, 6):
    for tunnel in (None, outer[version]):
        for header in (None, UDP(sport=4500, dport=4500)):
            sa = SecurityAssociation(ESP, spi=0x1000, crypt_algo='AES-GCM', crypt_key=bytes(range(20)), tunnel_header=tunnel, nat_t_header=header)
            packet = bytes(sa.encrypt(inner[version] / UDP(sport=40000, dport=50000) / b'data'))
            capture += struct.pack('<IIII', 1700000000, 0, len(packet), len(packet)) + packet
            names += 'IPv%d, %s mode%s:\n' % (version, 'tunnel' if tunnel else 'transport', ', NAT-T' if header else '')
open('esp.pcap', 'wb').write(capture)
open('names', 'w').write(names)
PY

{
	echo "scapy $scapy, tshark $tshark"
	LD_LIBRARY_PATH=$libraries XDG_CONFIG_HOME=$dir/config unpacked/usr/bin/tshark -n -r esp.pcap -T fields -E separator=, \
		-e ip.len -e ipv6.plen -e udp.length -e esp.spi 2>/dev/null |
		sed 's/\(.*\),\(.*\),\(.*\),\(.*\)/ IP \1\2, UDP \3, SPI \4/; s/ UDP ,/ no UDP,/; s/SPI $/no ESP/' | paste -d '' names -
} | tee seen
diff - seen <<WANT
scapy $scapy, tshark $tshark
IPv4, transport mode: IP 68, no UDP, SPI 0x00001000
IPv4, transport mode, NAT-T: IP 76, UDP 8, no ESP
IPv4, tunnel mode: IP 88, no UDP, SPI 0x00001000
IPv4, tunnel mode, NAT-T: IP 96, UDP 8, no ESP
IPv6, transport mode: IP 48, no UDP, SPI 0x00001000
IPv6, transport mode, NAT-T: IP 56, UDP 56, SPI 0x00001000
IPv6, tunnel mode: IP 88, no UDP, SPI 0x00001000
IPv6, tunnel mode, NAT-T: IP 96, UDP 96, SPI 0x00001000
WANT

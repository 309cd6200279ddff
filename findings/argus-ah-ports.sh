#!/usr/bin/env bash
# Argus reads the ports of UDP behind an AH from the AH's check value.
#
# An AH has 12 bytes and an integrity check value of mostly 12 to 32, whose end its length
# field tells in words, less two (RFC 4302, section 2.2). argus goes on 16 bytes behind the
# AH's beginning, whatever the field says. The packets of one socket become a flow each, with
# ports out of the middle of a check value, which differs from packet to packet: a host that is
# protected by AH looks as if it scanned ports. tshark has the ports that were sent.
set -euo pipefail
argus=2:3.0.8.2-2.2
clients=1:3.0.8.2-6.1+b3
tshark=4.0.17-0+deb12u3

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
chmod 755 .
apt-get download -qq "argus-server=$argus" "argus-client=$clients" libgeoip1=1.6.12-10 libwrap0=7.6.q-32 libtirpc3=1.3.3+ds-1 libpcap0.8=1.10.3-1 2>/dev/null
for package in tshark wireshark-common libwireshark16 libwiretap13 libwsutil14 libwireshark-data; do
	apt-get download -qq "$package=$tshark" 2>/dev/null
done
for package in *.deb; do dpkg -x "$package" unpacked; done
export LD_LIBRARY_PATH=$(echo "$dir"/unpacked/usr/lib/*-linux-gnu) HOME=$dir

# Three packets of one socket of UDP, each behind an AH.
python3 - <<'PY'
import struct

udp = struct.pack('>HHHH', 5000, 6000, 16, 0) + bytes(8)

def checksum(data):
    total = sum(struct.unpack('>%dH' % (len(data) // 2), data))
    total = (total & 0xffff) + (total >> 16)
    return ~((total & 0xffff) + (total >> 16)) & 0xffff

def ipv4(protocol, payload):
    addresses = bytes([192, 0, 2, 1, 192, 0, 2, 2])
    fields = [0x45, 0, 20 + len(payload), 0, 0, 64, protocol]
    return struct.pack('>BBHHHBBH', *fields, checksum(struct.pack('>BBHHHBBH', *fields, 0) + addresses)) + addresses + payload

# Of HMAC-SHA1-96, twice, and of HMAC-SHA2-512-256.
capture = struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101)
for sequence, size in (1, 12), (2, 12), (3, 32):
    icv = bytes(range(16 * sequence, 16 * sequence + size))
    packet = ipv4(51, struct.pack('>BBHII', 17, (12 + size) // 4 - 2, 0, 0x101, sequence) + icv + udp)
    capture += struct.pack('<IIII', 1700000000 + sequence, 0, len(packet), len(packet)) + packet
open('ah.pcap', 'wb').write(capture)
PY
unpacked/usr/sbin/argus -X -r ah.pcap -w ah.argus 2>/dev/null

{
	echo "argus $argus, clients $clients, tshark $tshark"
	echo 'tshark:'
	XDG_CONFIG_HOME=$dir/config unpacked/usr/bin/tshark -n -r ah.pcap -T fields -E separator=, -e ip.src -e udp.srcport -e ip.dst -e udp.dstport 2>/dev/null
	echo 'argus, with its count of packets:'
	unpacked/usr/bin/ra -X -n -c, -r ah.argus -s saddr sport daddr dport spkts 2>/dev/null | sed 1d
} | tee seen
diff - seen <<WANT
argus $argus, clients $clients, tshark $tshark
tshark:
192.0.2.1,5000,192.0.2.2,6000
192.0.2.1,5000,192.0.2.2,6000
192.0.2.1,5000,192.0.2.2,6000
argus, with its count of packets:
192.0.2.1,5141,192.0.2.2,5655,1
192.0.2.1,9253,192.0.2.2,9767,1
192.0.2.1,13365,192.0.2.2,13879,1
WANT

#!/usr/bin/env bash
# nfpcapd counts no datagram whose last fragment comes first, though it says that it puts
# fragments together.
#
# Fragments may arrive in any order (RFC 791, section 3.2), as they do where a path is spread
# over several links. By its manual nfpcapd reassembles them, and discards what is incomplete
# after 15 seconds. Of two fragments 10 microseconds apart it makes a flow if they are in order,
# and none if they are not: no packet and no byte, and its summary has both as processed and
# none as skipped. Who compares its sums with an interface's counters misses traffic where
# packets overtake each other.
set -euo pipefail
nfdump=1.7.1-2+deb12u1
tshark=4.0.17-0+deb12u3

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
chmod 755 .
apt-get download -qq "nfdump=$nfdump" libpcap0.8=1.10.3-1 2>/dev/null
for package in tshark wireshark-common libwireshark16 libwiretap13 libwsutil14 libwireshark-data; do
	apt-get download -qq "$package=$tshark" 2>/dev/null
done
for package in *.deb; do dpkg -x "$package" unpacked; done
export LD_LIBRARY_PATH=$(echo "$dir"/unpacked/usr/lib/*-linux-gnu)

# A datagram of 2008 bytes in two fragments, in both orders.
python3 - <<'PY'
import struct

def checksum(data):
    total = sum(struct.unpack('>%dH' % (len(data) // 2), data))
    total = (total & 0xffff) + (total >> 16)
    return ~((total & 0xffff) + (total >> 16)) & 0xffff

def ipv4(protocol, payload, fragment):
    addresses = bytes([192, 0, 2, 1, 192, 0, 2, 2])
    fields = [0x45, 0, 20 + len(payload), 1, fragment, 64, protocol]
    return struct.pack('>BBHHHBBH', *fields, checksum(struct.pack('>BBHHHBBH', *fields, 0) + addresses)) + addresses + payload

data = bytes(2000)
udp = struct.pack('>HHH', 500, 500, 8 + len(data))
pseudo = bytes([192, 0, 2, 1, 192, 0, 2, 2]) + struct.pack('>HH', 17, 8 + len(data))
udp += struct.pack('>H', checksum(pseudo + udp + bytes(2) + data)) + data
first, last = ipv4(17, udp[:1480], 0x2000), ipv4(17, udp[1480:], 1480 // 8)
for name, packets in {'in-order': [first, last], 'reversed': [last, first]}.items():
    capture = struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101)
    for i, packet in enumerate(packets):
        capture += struct.pack('<IIII', 1700000000, 10 * i, len(packet), len(packet)) + packet
    open(name + '.pcap', 'wb').write(capture)
PY

{
	echo "nfdump $nfdump, tshark $tshark"
	for order in in-order reversed; do
		mkdir "$order"
		XDG_CONFIG_HOME=$dir/config unpacked/usr/bin/tshark -n -r $order.pcap -o udp.check_checksum:TRUE -T fields -E separator=' ' -e udp.length -e udp.checksum.status 2>/dev/null |
			sed -n "s/^\([0-9]\+\) 1$/$order: tshark a datagram of \1 bytes, checksum good/p"
		unpacked/usr/bin/nfpcapd -r $order.pcap -w $order 2>&1 | sed -n "s/^Total: \(.*\), short.*/$order: nfpcapd \1/p"
		unpacked/usr/bin/nfdump -R $order 2>/dev/null | sed -n "s/^Summary: \(.*\), avg bps.*/$order: nfdump \1/p"
	done
} | tee seen
diff - seen <<WANT
nfdump $nfdump, tshark $tshark
in-order: tshark a datagram of 2008 bytes, checksum good
in-order: nfpcapd Processed: 2, skipped: 0
in-order: nfdump total flows: 1, total bytes: 2028, total packets: 1
reversed: tshark a datagram of 2008 bytes, checksum good
reversed: nfpcapd Processed: 2, skipped: 0
reversed: nfdump total flows: 0, total bytes: 0, total packets: 0
WANT

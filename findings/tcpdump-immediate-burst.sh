#!/usr/bin/env bash
# tcpdump that prints on a terminal loses packets of a small burst which it would save whole
# in a file.
#
# On a terminal tcpdump asks libpcap for immediate mode (--immediate-mode does so elsewhere).
# On Linux that is TPACKET_V2, where each packet takes a slot of the snapshot length, whatever
# its size, unless libpcap knows the interface's largest packet: it does not where segments are
# joined (TSO, GRO), as on a veth. Of 262144 bytes the default buffer of 2 MiB has a few slots.
# -s 2000 or -B 65536 keep the burst, and so does capturing without that mode (TPACKET_V3). 128
# frames of 60 bytes are sent on a veth of a network namespace of its own while tcpdump stands
# still.
set -euo pipefail
tcpdump=4.99.3-1
libpcap=1.10.3-1

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
chmod 755 .
apt-get download -qq "tcpdump=$tcpdump" "libpcap0.8=$libpcap" 2>/dev/null
for package in *.deb; do dpkg -x "$package" unpacked; done
export LD_LIBRARY_PATH=$(echo "$dir"/unpacked/usr/lib/*-linux-gnu)

cat >send.py <<'PY'
import socket
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
s.bind(("va", 0))
for i in range(128):
    s.send(bytes.fromhex("ffffffffffff02000000000188b5") + i.to_bytes(46, "big"))
PY

# burst FLAG... prints whether tcpdump captures the burst.
burst() {
	: >err
	unpacked/usr/bin/tcpdump -n -i vb -Z root -w burst.pcap "$@" 2>err &
	local pid=$!
	until grep -q listening err; do sleep 0.05; done
	kill -STOP $pid
	python3 send.py
	kill -CONT $pid
	sleep 1 # it does not empty the buffer when it is interrupted
	kill -INT $pid
	wait $pid
	local captured
	captured=$(sed -n 's/ packets* captured//p' err)
	[ "$captured" = 128 ] && echo all || { [ "$captured" -lt 64 ] && echo "less than half" || echo "$captured"; }
}
export -f burst

unshare --net bash -euo pipefail -c '
	ip link add va type veth peer name vb
	for i in va vb; do ip link set $i addrgenmode none arp off up; done
	echo "saved: $(burst)"
	echo "immediate: $(burst --immediate-mode)"
	echo "immediate, -s 2000: $(burst --immediate-mode -s 2000)"
	echo "immediate, -B 65536: $(burst --immediate-mode -B 65536)"
' | tee seen
diff - seen <<'WANT'
saved: all
immediate: less than half
immediate, -s 2000: all
immediate, -B 65536: all
WANT

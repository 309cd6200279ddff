#!/usr/bin/env bash
# A capture filter that names a protocol silently means another one where there is no
# /etc/protocols, as in an image that holds little more than the program.
#
# "ip proto \esp" is looked up with getprotobyname_r. Where that fails because the file
# cannot be read, libpcap goes on with the number 0 (IPv6 Hop-by-Hop Options) instead of an
# error: tcpdump starts, says nothing, and finds no ESP. "ip proto 50" and "esp", which is
# a word of the filter's language, are right in both places, and a name that no file has is
# an error only where the file is there. The programs are printed, no packet is needed.
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
mkdir etc
printf 'ip\t0\tIP\nesp\t50\tIPSEC-ESP\n' >etc/protocols

# number FILTER prints which protocol of IPv4 the program of a filter asks for.
number() {
	unpacked/usr/bin/tcpdump -y RAW -d "$1" 2>&1 | sed -n '/ldb *\[9\]/{n;s/.*jeq *#\(0x[0-9a-f]*\).*/\1/p};/^tcpdump: unknown/p'
}
export -f number

{
	for there in yes no; do
		echo "/etc/protocols: $there"
		for filter in 'ip proto \esp' 'ip proto 50' 'esp' 'ip proto \nosuch'; do
			echo "$filter: $(unshare --mount bash -c 'mount --bind etc /etc; number "$1"' - "$filter")"
		done
		rm -f etc/protocols
	done
} | tee seen
diff - seen <<'WANT'
/etc/protocols: yes
ip proto \esp: 0x32
ip proto 50: 0x32
esp: 0x32
ip proto \nosuch: tcpdump: unknown ip proto 'nosuch'
/etc/protocols: no
ip proto \esp: 0x0
ip proto 50: 0x32
esp: 0x32
ip proto \nosuch: 0x0
WANT

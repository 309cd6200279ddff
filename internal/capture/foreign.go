package capture

import (
	"bytes"
	"unicode/utf8"
)

// headLen is how much of a file foreignFormat looks at.
const headLen = 512

const (
	convert    = "; editcap makes a pcapng file of it"
	decompress = "; decompress it first"
	unpack     = "; take the captures out of it first"
)

// foreign are formats that are given as captures by mistake, by their first bytes.
var foreign = [...]struct{ magic, what string }{
	{"snoop\x00\x00\x00", "a snoop capture" + convert},
	{"RTSS", "a Network Monitor 1.x capture" + convert},
	{"GMBU", "a Network Monitor 2.x capture" + convert},
	{"TRSNIFF data    \x1a", "a Sniffer capture" + convert},
	{"XCP\x00", "a NetXRay or Windows Sniffer capture" + convert},
	{"VL\x00\x00", "a NetXRay capture" + convert},
	{"\x01\x10", "a LANalyzer capture" + convert},
	{"\x07\x10", "a LANalyzer capture" + convert},
	{"iptrace 1.0", "an AIX iptrace capture" + convert},
	{"iptrace 2.0", "an AIX iptrace capture" + convert},
	{"ObserverPktBuffe", "a Network Instruments Observer capture" + convert},
	{"\x7fver", "an EtherPeek or OmniPeek capture" + convert},
	{"btsnoop\x00", "a btsnoop capture" + convert},
	{"\xaa\xaa\xaa\xaa", "a 5Views capture" + convert},
	{"\x00\x00\x02\x00\x12\x05\x00\x10", "a Tektronix K12 capture" + convert},
	{"+---------+---------------+----------+", "a K12 text capture" + convert},
	{"\x05VNF", "a Visual Networks capture" + convert},
	{"NSXPP", "a NetScaler capture" + convert},
	{"LOGG", "a Vector BLF log" + convert},
	{"\xfd7zXZ\x00", "xz data" + decompress},
	{"BZh", "bzip2 data inside compressed data" + decompress},
	{"\x1f\x9d", "compress (.Z) data" + decompress},
	{"\x1f\x8b", "gzip data inside compressed data" + decompress},
	{"\x28\xb5\x2f\xfd", "zstd data inside compressed data" + decompress},
	{"\x04\x22\x4d\x18", "LZ4 data inside compressed data" + decompress},
	{"PK\x03\x04", "a zip archive" + unpack},
	{"7z\xbc\xaf\x27\x1c", "a 7z archive" + unpack},
	{"Rar!", "a RAR archive" + unpack},
	{"\x7fELF", "an ELF program"},
	{"MZ", "a Windows program"},
	{"%PDF", "a PDF document"},
	{"\x89PNG", "a PNG picture"},
	{"<?xml", "an XML text"},
}

// foreignFormat returns the format of a file that is neither pcap nor pcapng, by its
// first bytes; "" if unknown.
func foreignFormat(b []byte) string {
	for _, f := range foreign {
		if bytes.HasPrefix(b, []byte(f.magic)) {
			return f.what
		}
	}
	const tarMagic = 257 // where a tar header has it
	if len(b) > tarMagic && bytes.HasPrefix(b[tarMagic:], []byte("ustar")) {
		return "a tar archive" + unpack
	}
	if isText(b) {
		return "a text"
	}
	return ""
}

// isText reports whether b is printable UTF-8 and white space. The last character
// may be cut.
func isText(b []byte) bool {
	for len(b) > 0 {
		c, n := utf8.DecodeRune(b)
		if c == utf8.RuneError && n == 1 {
			return len(b) < utf8.UTFMax && !utf8.FullRune(b)
		}
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\x1b' || c == 0x7f {
			return false
		}
		b = b[n:]
	}
	return true
}

// Package capture reads packets from capture files, standard input and
// interfaces.
//
// Files are pcap in all its variants and pcapng, plain or compressed with
// gzip, bzip2, zstd or LZ4. A file's format is recognised by its first bytes, not by its
// name. Memory does not grow with the file.
package capture

import (
	"path/filepath"
	"strconv"
	"time"
)

// An Interface is the description of one capturing interface in a capture. It is
// immutable once a Source has returned it.
type Interface struct {
	ID          int    // its position in the capture, from 0; -1: a record that belongs to no interface
	Section     int    // the pcapng section that describes it, from 1; 0 in pcap
	Index       int    // its number inside the section, from 0
	Name        string // if_name, the device's name, or "" where the file has none
	Twin        bool   // an interface before it in the section has the same name
	Description string
	Filter      string // the capture filter that was in force
	OS          string
	Hardware    string
	File        string // the file it came from, "-" for standard input
	Link        LinkType
	SnapLen     int      // 0: no limit
	Digits      int      // decimals of a second in printed time stamps: 6, 9, or by if_tsresol
	Resolution  uint8    // if_tsresol; 6 or 9 where the capture is no pcapng
	FCSLen      int      // bytes of frame check sequence at a frame's end; -1: unknown
	Speed       uint64   // bits per second, 0: unknown
	MAC         string   // if_MACaddr, aa:bb:cc:dd:ee:ff
	Addresses   []string // if_IPv4addr and if_IPv6addr, CIDR
	Comments    []string // opt_comment of the interface description
	Offset      int64    // if_tsoffset, seconds; already added to the packets' times
}

// Label returns the interface's name for output: its name, or else the name of its
// file. Of several interfaces with one name, as in a merged file, the later ones
// have their index appended: "eth0#2".
func (i *Interface) Label() string {
	label := i.Name
	if label == "" && i.File != "" {
		label = filepath.Base(i.File)
	}
	if i.Twin {
		label += "#" + strconv.Itoa(i.Index)
	}
	return label
}

// A Packet is one captured frame.
//
// Some pcapng blocks that are no packets take a frame number nonetheless, as
// they do in Wireshark: see Block. They have the link type LinkNone.
type Packet struct {
	Number   uint64 // from 1, over all files of a run
	InFile   uint64 // the same within its file; 0: nobody has counted
	Time     time.Time
	Data     []byte // what was captured; valid until the next call of Next
	WireLen  int    // the frame's length on the wire
	Link     LinkType
	Iface    *Interface // never nil
	Comments []string   // opt_comment of the packet's block
	HasTime  bool       // false for a simple packet block
	Marked   bool       // by the user
	Block    BlockType  // the pcapng block it came from, 0 in pcap
	Flags    uint32     // epb_flags, 0 where there are none
	Options  []byte     // other options of the packet's block, as a little-endian section has them
	PEN      uint32     // of a custom block: the Private Enterprise Number
	Offset   int64      // of Data in its file, decompressed; 0: it is in none
}

// start makes p a frame of an interface, of which nothing else is known. Field by field:
// a literal would be made elsewhere, and copied.
func (p *Packet) start(number uint64, i *Interface) {
	p.Number, p.Iface, p.Link = number, i, i.Link
	p.Time, p.HasTime = time.Time{}, false
	p.Data, p.WireLen = nil, 0
	p.Comments, p.Options, p.Block, p.Flags, p.PEN, p.Offset = nil, nil, 0, 0, 0, 0
}

// FCSLen returns how many bytes of frame check sequence the frame ends with, by
// epb_flags or else by if_fcslen; -1 if unknown.
func (p *Packet) FCSLen() int {
	const mask, shift = 0xf, 5 // epb_flags, bits 5 to 8
	if n := p.Flags >> shift & mask; n != 0 {
		return int(n)
	}
	return p.Iface.FCSLen
}

// Directions in epb_flags, bits 0 and 1: section 4.3.1 of the pcapng draft.
const (
	flagsDirection = 3
	flagsOutbound  = 2
)

// Outbound reports whether the interface sent the frame: epb_flags say so or, where
// they do not tell the direction, its source is the interface's own Ethernet address.
func (p *Packet) Outbound() bool {
	if d := p.Flags & flagsDirection; d != 0 {
		return d == flagsOutbound
	}
	return p.Iface.MAC != "" && p.Link == LinkEthernet && len(p.Data) >= 12 && isMAC(p.Iface.MAC, p.Data[6:12])
}

// isMAC reports whether text is address: "aa:bb:cc:dd:ee:ff".
func isMAC(text string, address []byte) bool {
	const digits = "0123456789abcdef"
	if len(text) != 3*len(address)-1 {
		return false
	}
	for i, c := range address {
		if text[3*i] != digits[c>>4] || text[3*i+1] != digits[c&15] {
			return false
		}
	}
	return true
}

// A Source returns packets in the order of the capture.
//
// An error does not end a Source, io.EOF does. An error is returned once, behind the
// packets before the damage, and the next call continues behind the damage: with the
// next file, or with io.EOF. So a caller keeps the errors and loops until io.EOF.
type Source interface {
	// Next overwrites p. It returns io.EOF after the last packet.
	Next(p *Packet) error
	Close() error
}

// A Described Source has the metadata of its captures, one Meta each. Only the
// goroutine that calls Next may call it.
type Described interface{ Metas() []*Meta }

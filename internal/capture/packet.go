// Package capture reads packets from capture files, standard input and
// interfaces.
package capture

import "time"

// A LinkType is a LINKTYPE_ value as capture files store it
// (https://www.tcpdump.org/linktypes.html), never a platform's DLT_ value.
type LinkType uint32

// An Interface is what a capture says of one place where packets were seen.
// It does not change once a Source has handed it out.
type Interface struct {
	ID          int    // its position in the capture, from 0
	Name        string // if_name, the device's name, or "" where the file has none
	Description string
	Filter      string // the capture filter that was in force
	OS          string
	File        string // the file it came from, "-" for standard input
	Link        LinkType
	SnapLen     int           // 0: no limit
	Digits      int           // of a second that time stamps carry: 6 or 9, as printed
	Addresses   []string      // if_IPv4addr and if_IPv6addr, CIDR
	Offset      time.Duration // if_tsoffset, already added to the packets' times
}

// A Packet is one captured frame.
type Packet struct {
	Number   uint64 // from 1, over all files of a run
	Time     time.Time
	Data     []byte // what was captured; valid until the next call of Next
	WireLen  int    // the frame's length on the wire
	Link     LinkType
	Iface    *Interface
	Comments []string // opt_comment of the packet's block
	HasTime  bool     // false for a simple packet block
}

// A Source hands out packets in the order of the capture.
type Source interface {
	// Next overwrites p. It returns io.EOF after the last packet.
	Next(p *Packet) error
	Close() error
}

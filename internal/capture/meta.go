package capture

import "net/netip"

// Meta is the metadata of a capture, all its blocks that are no packets. It grows as
// the capture is read and is complete after io.EOF; until then only the goroutine
// that calls Next may read it.
type Meta struct {
	Format      string // "pcap", "nanosecond pcap", "pcapng", ...
	Compression string // "gzip", "zstd", "LZ4" or ""
	Sections    []Section
	Interfaces  []*Interface
	Statistics  []Statistics
	Names       []Name
	Secrets     []Secrets
	Dropped     int // blocks that were not kept because there was too much of them
}

// A Section is one pcapng section header block.
type Section struct {
	Number      int // from 1
	BigEndian   bool
	Major       uint16
	Minor       uint16
	Hardware    string // shb_hardware
	OS          string // shb_os
	Application string // shb_userappl
	Comments    []string
}

// A Name is one record of a name resolution block.
type Name struct {
	Section int
	Addr    netip.Addr // of a host; the zero Addr for a link-layer address
	MAC     string     // of an EUI-48 or EUI-64 record, else ""
	Names   []string
}

// Secrets is one decryption secrets block. Type is four characters, such as
// "TLSK" for a TLS key log, most significant byte first.
type Secrets struct {
	Section int
	Type    uint32
	Data    []byte
}

// Statistics is one interface statistics block. A count is -1 if the block has
// none.
type Statistics struct {
	Section  int
	Index    int // the interface's number inside the section; it need not exist
	Received int64
	Dropped  int64
	Comments []string
}

// metaLimit bounds the memory that Meta takes of one file, and once more that
// of its interfaces.
const metaLimit = 8 << 20

// What a block costs in memory, at the worst: its strings may all be short.
const (
	optionsCost   = 4 // times its length, of a block with options
	namesCost     = 8 // times its length, of a name resolution block
	sectionCost   = 200
	interfaceCost = 400
)

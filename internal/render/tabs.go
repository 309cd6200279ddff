package render

import (
	"encoding/hex"

	"github.com/pktscope/pktscope/dissect/field"
)

// columnNames are Wireshark's default columns, in its order.
var columnNames = [...]string{"No.", "Time", "Source", "Destination", "Protocol", "Length", "Info"}

// appendColumn appends column c of a row, not escaped.
func (o *Options) appendColumn(b []byte, r *Row, c int) []byte {
	switch c {
	case 0:
		return field.AppendUint(b, r.Frame.Number)
	case 1:
		return o.Time.appendTime(b, r.Frame)
	case 2:
		return o.nameEther(r.Packet.AppendSource(b), len(b))
	case 3:
		return o.nameEther(r.Packet.AppendDestination(b), len(b))
	case 4:
		return r.Packet.AppendProtocol(b)
	case 5:
		return field.AppendUint(b, uint64(r.Frame.WireLen))
	}
	return r.Packet.AppendInfo(b, o.Names)
}

// nameEther puts the name of an EUI-48 address in the place of the address that b has
// from at on, if names of addresses are asked for.
func (o *Options) nameEther(b []byte, at int) []byte {
	if o.Names == nil || o.Names.Ether == nil || len(b)-at != len("00:00:0c:cc:cc:cc") {
		return b
	}
	var a [6]byte
	for i := range a {
		digits := b[at+3*i : at+3*i+2]
		if _, err := hex.Decode(a[i:i+1], digits); err != nil || i < 5 && b[at+3*i+2] != ':' {
			return b
		}
	}
	return append(b[:at], o.Names.EtherName(a)...)
}

// A tabs is the table with a tab between columns. An arrow between the addresses is a
// column of its own, as in tshark.
type tabs struct {
	unframed
	o Options
}

func (f *tabs) NeedsTree() bool { return f.o.columnsNeedTree() }

func (f *tabs) AppendBegin(b []byte) []byte {
	if !f.o.Header {
		return b
	}
	for i := range f.o.Columns {
		b = append(f.o.appendTab(b, i), f.o.Columns[i].Title...)
	}
	return append(b, '\n')
}

func (f *tabs) AppendRow(b []byte, r *Row) []byte {
	for i := range f.o.Columns {
		b = f.o.appendTab(b, i)
		at := len(b)
		b = clean(f.o.Columns[i].appendTo(b, &f.o, r), at)
	}
	return append(b, '\n')
}

// appendTab appends what is before a column.
func (o *Options) appendTab(b []byte, i int) []byte {
	switch {
	case i == 0:
		return b
	case o.Columns[i-1].isAddress(2) && o.Columns[i].isAddress(3):
		return append(b, "\t→\t"...)
	}
	return append(b, '\t')
}

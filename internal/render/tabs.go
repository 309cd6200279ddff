package render

import "github.com/pktscope/pktscope/dissect/field"

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
		return r.Packet.AppendSource(b)
	case 3:
		return r.Packet.AppendDestination(b)
	case 4:
		return r.Packet.AppendProtocol(b)
	case 5:
		return field.AppendUint(b, uint64(r.Frame.WireLen))
	}
	return r.Packet.AppendInfo(b, o.Names)
}

// A tabs is the table with a tab between columns. An arrow between the addresses is a
// column of its own, as in tshark.
type tabs struct {
	unframed
	o Options
}

func (f *tabs) AppendBegin(b []byte) []byte {
	if !f.o.Header {
		return b
	}
	for c, name := range columnNames {
		switch c {
		case 0:
		case 3:
			b = append(b, "\t→\t"...)
		default:
			b = append(b, '\t')
		}
		b = append(b, name...)
	}
	return append(b, '\n')
}

func (f *tabs) AppendRow(b []byte, r *Row) []byte {
	for c := range columnNames {
		switch c {
		case 0:
		case 3:
			b = append(b, "\t→\t"...)
		default:
			b = append(b, '\t')
		}
		at := len(b)
		b = clean(f.o.appendColumn(b, r, c), at)
	}
	return append(b, '\n')
}

package render

import "github.com/pktscope/pktscope/dissect/field"

// A text is the format for people: the table, or in its place the detail tree and
// the bytes of each packet.
type text struct {
	o     Options
	table bool // the table alone
	usual bool // its columns are those that nobody chose
	time  int  // width of the Time column
	hues  [hues]string
	only  map[string]bool
}

func newText(o Options) (*text, error) {
	f := &text{o: o, usual: o.Columns == nil, hues: o.Palette.escapes(), time: o.Time.width(), table: !o.Detail && !o.Hex && len(o.Only) == 0}
	f.o.Detail = o.Detail || len(o.Only) > 0
	if o.Columns != nil || o.Cells && f.table {
		if err := f.o.resolveColumns(); err != nil {
			return nil, err
		}
	}
	return f, f.checkOnly()
}

func (f *text) NeedsTree() bool { return f.o.Detail || f.o.columnsNeedTree() }

// Widths of the columns. A longer address takes the next wider column, so that rows
// with addresses of the same length are aligned.
const (
	widthNumber   = 6
	widthMAC      = len("02:00:5e:01:00:01")
	widthIPv6     = len("2001:db8:1:2:3:4:5:6") + 6
	widthProtocol = 8
	widthLength   = 6
)

func (f *text) AppendBegin(b []byte) []byte {
	if !f.o.Header || !f.table || f.o.Cells {
		return b
	}
	if f.o.Columns != nil {
		return f.appendOwnTitles(b)
	}
	from := len(b)
	b = append(appendSpaces(b, widthNumber-len("No.")), "No. "...)
	b = append(appendSpaces(b, f.time-len("Time")), "Time  "...)
	b = appendSpaces(append(b, "Source"...), widthMAC-len("Source")+2)
	b = appendSpaces(append(b, "Destination"...), widthMAC-len("Destination")+2)
	b = appendSpaces(append(b, "Protocol"...), widthProtocol-len("Protocol")+1)
	b = appendSpaces(b, widthLength-len("Length"))
	b = append(b, "Length  Info"...)
	if f.o.Color {
		b = inColor(b, from, bold)
	}
	return append(b, '\n')
}

func (f *text) AppendEnd(b []byte) []byte { return b }

func (f *text) Separator() string { return "" }

func (f *text) AppendRow(b []byte, r *Row) []byte {
	if f.table {
		return f.appendSummary(b, r)
	}
	if f.o.Summary {
		b = append(f.appendSummary(b, r), '\n')
	}
	if f.o.Detail {
		b = append(f.appendDetail(b, r), '\n')
	}
	if f.o.Hex {
		b = f.o.appendBuffers(b, r)
	}
	return b
}

// appendSummary appends the packet's row in the table.
func (f *text) appendSummary(b []byte, r *Row) []byte {
	if f.o.Cells && f.table {
		return f.appendCells(b, r)
	}
	if f.o.Columns != nil {
		return f.appendOwn(b, r)
	}
	from := len(b)
	b = field.AppendRight(b, r.Frame.Number, widthNumber)
	b = append(b, ' ')
	b = f.o.Time.appendRight(b, r.Frame, f.time)
	b = append(b, "  "...)

	top, ends := r.Packet.Columns()
	at := len(b)
	if ends != nil {
		b = ends.AppendSource(b)
	}
	if len(b) == at {
		b = r.Packet.AppendSource(b)
	}
	b = appendAddress(f.o.nameEther(b, at), at)
	at = len(b)
	if ends != nil {
		b = ends.AppendDestination(b)
	}
	if len(b) == at {
		b = r.Packet.AppendDestination(b)
	}
	b = appendAddress(f.o.nameEther(b, at), at)
	at = len(b)
	if top != nil {
		b = top.AppendProtocol(b)
	}
	b = appendSpaces(b, widthProtocol+1-(len(b)-at))
	b = field.AppendRight(b, uint64(r.Frame.WireLen), widthLength)
	b = append(b, "  "...)
	if b = r.Packet.AppendSummary(b, top, f.o.Names); top != nil && !top.Printable() {
		b = clean(b, from)
	}
	b = trimRight(r.Packet.AppendFailure(r.Packet.AppendEncryption(b)), from)

	if f.o.Color {
		b = inColor(b, from, f.hues[HueOf(r.Packet)])
	}
	return append(b, '\n')
}

// appendCells appends the packet's row for a Listing.
func (f *text) appendCells(b []byte, r *Row) []byte {
	if f.o.Color {
		b = append(b, f.hues[HueOf(r.Packet)]...)
	}
	for i := range f.o.Columns {
		b = append(b, cellEnd)
		at := len(b)
		b = clean(f.o.Columns[i].appendTo(b, &f.o, r), at)
	}
	return append(b, '\n')
}

// appendAddress pads the address from index at on to its column, and appends two
// spaces.
func appendAddress(b []byte, at int) []byte {
	width := widthMAC
	if n := len(b) - at; n > width {
		if width = widthIPv6; n > width {
			width = n
		}
	}
	return appendSpaces(b, width+2-(len(b)-at))
}

func appendSpaces(b []byte, n int) []byte {
	if n <= 0 {
		return b
	}
	if few := spaces[:32]; n <= len(few) {
		return append(b, few...)[:len(b)+n] // a fixed number of bytes moves without a call
	}
	for ; n > len(spaces); n -= len(spaces) {
		b = append(b, spaces...)
	}
	return append(b, spaces[:n]...)
}

// trimRight drops spaces at the end of b, but none before index from.
func trimRight(b []byte, from int) []byte {
	for len(b) > from && b[len(b)-1] == ' ' {
		b = b[:len(b)-1]
	}
	return b
}

// Headed reports whether a format is the table for people: without a row, its names of
// columns tell nothing.
func Headed(f Format) bool {
	_, is := f.(*text)
	return is
}

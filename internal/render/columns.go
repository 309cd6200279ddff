package render

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
)

// A ColumnFormat is a row of "tshark -G column-formats": a column of packet lists as
// Wireshark's preference gui.column.format has it.
type ColumnFormat struct {
	Format      string // such as "%m"
	Description string
	Field       string // its name in filters, "" for none
	table       int    // index of the usual column, -1 for others
	time        string // the form of -t, "" for others
	fields      string // whose last value it shows
}

// Formats of columns that have a way of their own to their text.
const (
	customColumn    = "%Cus"
	bytesColumn     = "%B"
	severityColumn  = "%a"
	codePointColumn = "%f"
)

// ColumnFormats lists the columns that packets have here, in Wireshark's order.
func ColumnFormats() []ColumnFormat {
	const macs, nets, sports, dports = "eth.src", "ip.src|ipv6.src", "tcp.srcport|udp.srcport|sctp.srcport", "tcp.dstport|udp.dstport|sctp.dstport"
	const macd, netd = "eth.dst", "ip.dst|ipv6.dst"
	return []ColumnFormat{
		{"%Yt", "Absolute date, as YYYY-MM-DD, and time", "_ws.col.abs_ymd_time", -1, "ad", ""},
		{"%YDOYt", "Absolute date, as YYYY/DOY, and time", "_ws.col.abs_ydoy_time", -1, "adoy", ""},
		{"%At", "Absolute time", "_ws.col.abs_time", -1, "a", ""},
		{bytesColumn, "Cumulative Bytes", "", -1, "", ""},
		{customColumn, "Custom", "", -1, "", ""},
		{"%Tt", "Delta time", "_ws.col.delta_time", -1, "d", ""},
		{"%Gt", "Delta time displayed", "", -1, "dd", ""},
		{"%rd", "Dest addr (resolved)", "_ws.col.res_dst", 3, "", ""},
		{"%ud", "Dest addr (unresolved)", "_ws.col.unres_dst", 3, "", ""},
		{"%rD", "Dest port (resolved)", "_ws.col.res_dst_port", -1, "", dports},
		{"%uD", "Dest port (unresolved)", "_ws.col.unres_dst_port", -1, "", dports},
		{"%d", "Destination address", "_ws.col.def_dst", 3, "", ""},
		{"%D", "Destination port", "_ws.col.def_dst_port", -1, "", dports},
		{severityColumn, "Expert Info Severity", "_ws.col.expert", -1, "", ""},
		{"%I", "FW-1 monitor if/direction", "_ws.col.if_dir", -1, "", ""},
		{"%F", "Frequency/Channel", "_ws.col.freq_chan", -1, "", ""},
		{"%hd", "Hardware dest addr", "_ws.col.def_dl_dst", -1, "", macd},
		{"%hs", "Hardware src addr", "_ws.col.def_dl_src", -1, "", macs},
		{"%rhd", "Hw dest addr (resolved)", "_ws.col.res_dl_dst", -1, "", macd},
		{"%uhd", "Hw dest addr (unresolved)", "_ws.col.unres_dl_dst", -1, "", macd},
		{"%rhs", "Hw src addr (resolved)", "_ws.col.res_dl_src", -1, "", macs},
		{"%uhs", "Hw src addr (unresolved)", "_ws.col.unres_dl_src", -1, "", macs},
		{"%e", "IEEE 802.11 RSSI", "_ws.col.rssi", -1, "", ""},
		{"%x", "IEEE 802.11 TX rate", "_ws.col.tx_rate", -1, "", ""},
		{codePointColumn, "IP DSCP Value", "_ws.col.dscp", -1, "", "ip.dsfield|ipv6.tclass"},
		{"%i", "Information", "_ws.col.info", 6, "", ""},
		{"%rnd", "Net dest addr (resolved)", "_ws.col.res_net_dst", -1, "", netd},
		{"%und", "Net dest addr (unresolved)", "_ws.col.unres_net_dst", -1, "", netd},
		{"%rns", "Net src addr (resolved)", "_ws.col.res_net_src", -1, "", nets},
		{"%uns", "Net src addr (unresolved)", "_ws.col.unres_net_src", -1, "", nets},
		{"%nd", "Network dest addr", "_ws.col.def_net_dst", -1, "", netd},
		{"%ns", "Network src addr", "_ws.col.def_net_src", -1, "", nets},
		{"%m", "Number", "_ws.col.number", 0, "", ""},
		{"%md", "Number displayed", "", 0, "", ""},
		{"%L", "Packet length (bytes)", "_ws.col.packet_length", 5, "", ""},
		{"%p", "Protocol", "_ws.col.protocol", 4, "", ""},
		{"%Rt", "Relative time", "_ws.col.rel_time", -1, "r", ""},
		{"%s", "Source address", "_ws.col.def_src", 2, "", ""},
		{"%S", "Source port", "_ws.col.def_src_port", -1, "", sports},
		{"%rs", "Src addr (resolved)", "_ws.col.res_src", 2, "", ""},
		{"%us", "Src addr (unresolved)", "_ws.col.unres_src", 2, "", ""},
		{"%rS", "Src port (resolved)", "_ws.col.res_src_port", -1, "", sports},
		{"%uS", "Src port (unresolved)", "_ws.col.unres_src_port", -1, "", sports},
		{"%Yut", "UTC date, as YYYY-MM-DD, and time", "_ws.col.utc_ymc_time", -1, "ud", ""},
		{"%YDOYut", "UTC date, as YYYY/DOY, and time", "_ws.col.utc_ydoy_time", -1, "udoy", ""},
		{"%Aut", "UTC time", "_ws.col.utc_time", -1, "u", ""},
		{"%t", "Time (format as specified)", "_ws.col.cls_time", 1, "", ""},
	}
}

// A PacketColumn is a column of a packet list that is not the usual one.
type PacketColumn struct {
	Title      string
	format     ColumnFormat
	clock      TimeFormat // of a time
	names      []string   // of fields
	occurrence int        // of the fields' values: 0 for all, -1 for the last
	fields     []*field.Def
}

// ParseColumns reads the value of Wireshark's preference gui.column.format: titles
// and formats by turns, in quotes, with commas between.
func ParseColumns(text string) ([]PacketColumn, error) {
	in := csv.NewReader(strings.NewReader(text))
	in.TrimLeadingSpace, in.LazyQuotes = true, true
	words, err := in.Read()
	if err != nil || len(words)%2 != 0 {
		return nil, fmt.Errorf(`want titles and formats in turn, such as "No.","%%m","Info","%%i"`)
	}
	var columns []PacketColumn
	for i := 0; i < len(words); i += 2 {
		c, err := parseColumn(words[i], strings.TrimSpace(words[i+1]))
		if err != nil {
			return nil, err
		}
		columns = append(columns, c)
	}
	return columns, nil
}

// parseColumn reads a format such as "%m", or "%Cus:ip.ttl:0:R" with fields and an
// occurrence.
func parseColumn(title, format string) (PacketColumn, error) {
	c := PacketColumn{Title: title, occurrence: -1}
	letters, custom, _ := strings.Cut(format, ":")
	formats := ColumnFormats()
	i := slices.IndexFunc(formats, func(f ColumnFormat) bool { return f.Format == letters })
	if i < 0 {
		return c, fmt.Errorf("there is no column %s; 'pktscope -G column-formats' lists them", format)
	}
	c.format = formats[i]
	if c.format.fields != "" {
		c.names = strings.Split(c.format.fields, "|")
	}
	if c.format.time != "" {
		c.clock, _ = ParseTime(c.format.time)
	}
	if letters == customColumn {
		parts := strings.Split(custom, ":")
		c.names, c.occurrence = strings.Fields(strings.NewReplacer("||", " ", " or ", " ").Replace(parts[0])), 0
		if len(parts) > 1 {
			c.occurrence, _ = strconv.Atoi(parts[1]) // none is 0, for all
		}
		if len(c.names) == 0 {
			return c, fmt.Errorf("the column %s has no field", format)
		}
	}
	return c, nil
}

// resolveColumns finds the fields of the columns. The usual columns stand for none.
func (o *Options) resolveColumns() error {
	if o.Columns == nil {
		for i, title := range columnNames {
			o.Columns = append(o.Columns, PacketColumn{Title: title, format: ColumnFormat{table: i}})
		}
		return nil
	}
	o.Columns = slices.Clone(o.Columns)
	var unknown []string
	for i := range o.Columns {
		c := &o.Columns[i]
		for _, name := range c.names {
			defs := o.Registry.Field(name)
			if defs == nil && c.format.Format == customColumn {
				unknown = append(unknown, name)
			}
			c.fields = append(c.fields, defs...)
		}
	}
	if unknown != nil {
		return unknownFields(o.Registry, unknown)
	}
	return nil
}

// columnsNeedTree reports whether a column shows fields.
func (o *Options) columnsNeedTree() bool {
	return slices.ContainsFunc(o.Columns, func(c PacketColumn) bool { return len(c.fields) > 0 })
}

// appendTo appends the column of a row, not escaped.
func (c *PacketColumn) appendTo(b []byte, o *Options, r *Row) []byte {
	switch {
	case c.format.table >= 0:
		return o.appendColumn(b, r, c.format.table)
	case c.format.time != "":
		return c.clock.appendTime(b, r.Frame)
	case c.format.Format == bytesColumn:
		return field.AppendUint(b, r.Frame.Sum)
	case c.format.Format == severityColumn:
		return appendSeverity(b, r.Packet)
	case len(c.fields) == 0:
		return b
	}
	var found []int
	for i := range r.Tree.Nodes {
		if slices.Contains(c.fields, r.Tree.Nodes[i].Def) {
			found = append(found, i)
		}
	}
	switch n := c.occurrence; {
	case n > 0 && n <= len(found):
		found = found[n-1 : n]
	case n < 0 && -n <= len(found):
		found = found[len(found)+n:][:1]
	case n != 0:
		found = nil
	}
	for k, i := range found {
		if k > 0 {
			b = append(b, ',')
		}
		if c.format.Format == codePointColumn {
			b = appendCodePoint(b, r.Tree, i)
			continue
		}
		b = o.As.appendField(b, r.Tree, i)
	}
	return b
}

// appendCodePoint appends the short name of the code point of a Differentiated
// Services Field, node i, as its line has it; its number if it has no name.
func appendCodePoint(b []byte, t *field.Tree, i int) []byte {
	at := len(b)
	b = t.AppendLabel(b, i)
	_, name, _ := bytes.Cut(b[at:], []byte("(DSCP: "))
	name, _, _ = bytes.Cut(name, []byte(","))
	if len(name) == 0 || bytes.Equal(name, []byte("Unknown")) {
		return field.AppendUint(b[:at], t.Nodes[i].Val>>2)
	}
	return append(b[:at], name...)
}

// appendSeverity appends the severity of expert information in a malformed packet.
// For other packets it is not known here.
func appendSeverity(b []byte, p *dissect.Packet) []byte {
	if p.Notes > 0 || errors.Is(p.Err, field.ErrMalformed) {
		return append(b, "Error"...)
	}
	return b
}

// isAddress reports whether the column has the source, or the destination, of a
// packet.
func (c *PacketColumn) isAddress(table int) bool { return c.format.table == table }

// width is how wide a column of the table is at least, negative for one that is flush
// right: tshark's.
func (c *PacketColumn) width() int {
	switch {
	case c.format.table == 0:
		return -5
	case c.format.table == 1 || c.format.time != "":
		return -10
	case c.isAddress(2):
		return -12
	case c.isAddress(3):
		return 12
	}
	return 0
}

// right reports whether a terminal's table has the column flush right.
func (c *PacketColumn) right() bool { return c.width() < 0 && !c.isAddress(2) || c.isAddress(5) }

// appendOwn appends a row of columns that are not the usual ones.
func (f *text) appendOwn(b []byte, r *Row) []byte {
	return f.appendInLine(b, func(b []byte, c *PacketColumn) []byte { return c.appendTo(b, &f.o, r) })
}

// appendOwnTitles appends the titles of columns that are not the usual ones.
func (f *text) appendOwnTitles(b []byte) []byte {
	return f.appendInLine(b, func(b []byte, c *PacketColumn) []byte { return append(b, c.Title...) })
}

func (f *text) appendInLine(b []byte, cell func([]byte, *PacketColumn) []byte) []byte {
	var text []byte
	for i := range f.o.Columns {
		c := &f.o.Columns[i]
		switch {
		case i > 0 && f.o.Columns[i-1].isAddress(2) && c.isAddress(3):
			b = append(b, " → "...)
		case i > 0:
			b = append(b, ' ')
		}
		text = clean(cell(text[:0], c), 0)
		width := c.width()
		b = append(appendSpaces(b, -width-len(text)), text...)
		b = appendSpaces(b, width-len(text))
	}
	return append(b, '\n')
}

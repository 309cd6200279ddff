package stats

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"iter"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/pktscope/pktscope/internal/render"
)

var chunkColumns = []render.Column[chunk]{
	{Title: "Packet", Key: "packet", Number: true, Cell: func(c chunk) any { return c.number }},
	{Title: "Node", Key: "node", Number: true, Cell: func(c chunk) any { return c.side }},
	{Title: "Bytes", Key: "bytes", Number: true, Cell: func(c chunk) any { return len(c.data) }},
	{Title: "Data", Key: "data", Cell: func(c chunk) any { return hex.EncodeToString(c.data) }},
}

// report implements statistic.
func (f *follow) report() render.Report {
	r := render.Report{
		Title: title("Follow "+f.proto+" stream", f.filter),
		Table: render.Table[chunk]{Columns: chunkColumns, Rows: f.chosen()},
	}
	if f.left > 0 {
		r.Notes = []string{fmt.Sprintf("%d bytes are left out: no more than %d are kept.", f.left, maxFollowed)}
	}
	var b []byte
	if f.mode == "yaml" {
		b = f.appendYAML(b)
	} else {
		b = f.appendText(b)
	}
	for _, note := range r.Notes {
		b = append(append(b, note...), '\n')
	}
	r.Text = string(b)
	return r
}

// chosen gives the chunks of the range.
func (f *follow) chosen() iter.Seq[chunk] {
	return func(yield func(chunk) bool) {
		for i, c := range f.chunks {
			if i+1 >= f.from && (f.to == 0 || i+1 <= f.to) && !yield(c) {
				return
			}
		}
	}
}

// appendText appends the stream as tshark 4.6 does: what the second node said is
// indented by a tab.
func (f *follow) appendText(b []byte) []byte {
	const line = "===================================================================\n"
	b = append(append(b, '\n'), line...)
	b = fmt.Appendf(b, "Follow: %s,%s\nFilter: %s\n", f.proto, f.mode, f.filter)
	for i, e := range f.ends {
		b = fmt.Appendf(b, "Node %d: %s\n", i, addressOf(e))
	}
	var offsets [2]int // of the chunk in its direction
	for i, c := range f.chunks {
		if i+1 >= f.from && (f.to == 0 || i+1 <= f.to) {
			b = f.appendChunk(b, c, offsets[c.side])
		}
		offsets[c.side] += len(c.data)
	}
	return append(b, line...)
}

func addressOf(a netip.AddrPort) string {
	if !a.IsValid() {
		return ":0"
	}
	return a.String()
}

func (f *follow) appendChunk(b []byte, c chunk, offset int) []byte {
	tab := strings.Repeat("\t", c.side)
	switch f.mode {
	case "hex":
		for at := 0; at < len(c.data); at += dumpWidth {
			b = appendDump(append(b, tab...), c.data[at:min(at+dumpWidth, len(c.data))], offset+at)
		}
		return b
	case "raw":
		return append(hex.AppendEncode(append(b, tab...), c.data), '\n')
	}
	b = fmt.Appendf(b, "%s%d\n", tab, len(c.data))
	return append(appendPrintable(b, c.data, "\r\n"), '\n')
}

// dumpWidth is how many bytes a line of a dump has.
const dumpWidth = 16

func appendDump(b, data []byte, offset int) []byte {
	b = fmt.Appendf(b, "%08X  ", offset)
	for i := range dumpWidth {
		if i == dumpWidth/2 {
			b = append(b, ' ')
		}
		if i < len(data) {
			b = hex.AppendEncode(b, data[i:i+1])
		} else {
			b = append(b, "  "...)
		}
		b = append(b, ' ')
	}
	b = appendPrintable(append(b, ' '), data[:min(len(data), dumpWidth/2)], "")
	if len(data) > dumpWidth/2 {
		b = appendPrintable(append(b, ' '), data[dumpWidth/2:], "")
	}
	return append(bytes.TrimRight(b, " "), '\n')
}

// appendPrintable appends data with a dot for every byte that a terminal might obey,
// but for those of also.
func appendPrintable(b, data []byte, also string) []byte {
	for _, c := range data {
		if (c < ' ' || c > '~') && strings.IndexByte(also, c) < 0 {
			c = '.'
		}
		b = append(b, c)
	}
	return b
}

// appendYAML appends the stream as tshark 4.6 does, down to its times, which have the
// precision of a double.
func (f *follow) appendYAML(b []byte) []byte {
	b = append(b, "peers:\n"...)
	for i, e := range f.ends {
		host := ""
		if e.IsValid() {
			host = e.Addr().String()
		}
		b = fmt.Appendf(b, "  - peer: %d\n    host: %s\n    port: %d\n", i, host, e.Port())
	}
	b = append(b, "packets:\n"...)
	for c := range f.chosen() {
		b = fmt.Appendf(b, "  - packet: %d\n    peer: %d\n    timestamp: ", c.number, c.side)
		b = strconv.AppendFloat(b, seconds(c.at), 'f', 9, 64)
		b = append(b, "\n    data: !!binary |\n"...)
		const width = 76
		for text := base64.StdEncoding.EncodeToString(c.data); len(text) > 0; {
			n := min(width, len(text))
			b = append(append(append(b, "      "...), text[:n]...), '\n')
			text = text[n:]
		}
	}
	return b
}

// seconds since 1970, 0 for no time.
func seconds(t time.Time) float64 {
	if t.IsZero() {
		return 0
	}
	return float64(t.Unix()) + float64(t.Nanosecond())/1e9
}

// A Stream is what the two ends of a followed stream said.
type Stream struct {
	Filter string            // of its packets
	Ends   [2]netip.AddrPort // the first sent the first packet
	Turns  []Turn
	Left   uint64 // bytes for which there was no room
}

// A Turn is what one packet added to a Stream.
type Turn struct {
	Number uint64 // of the packet
	From   int    // of Stream.Ends
	Data   []byte
}

// Followed is the stream of the i-th request, nil where that follows none.
func (s *Set) Followed(i int) *Stream {
	f, ok := s.stats[i].statistic.(*follow)
	if !ok {
		return nil
	}
	out := &Stream{Filter: f.filter, Ends: f.ends, Left: f.left}
	for c := range f.chosen() {
		out.Turns = append(out.Turns, Turn{c.number, c.side, c.data})
	}
	return out
}

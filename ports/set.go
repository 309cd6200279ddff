package ports

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
	"strings"
)

// A set holds the entries of one source in a form that needs no parsing: it
// is embedded as it is looked up, and costs nothing before the first look-up.
//
//	header  the lengths of index and rows in bytes, uint32 each
//	index   for every protocol pageCount page numbers, then the pages:
//	        pageSize row numbers each, counted from 1, 0 for a port
//	        without a name. Page 0 is the empty page. All are uint32.
//	rows    rowSize bytes each: single ports by protocol and number, then
//	        runs of ports, narrow ones first
//	text    names, aliases (separated by spaces) and descriptions
//
// All numbers are little-endian.
type set struct {
	index, rows, text string
	source            Source
}

const (
	headerSize = 8
	pageSize   = 32                 // ports on a page of the index
	pageCount  = 1 << 16 / pageSize // of one protocol
	rowSize    = 16
)

// openSet returns the set that encodeSet made.
func openSet(data string, source Source) *set {
	index, rows := int(u32(data, 0)), int(u32(data, 4))
	data = data[headerSize:]
	return &set{
		index:  data[:index],
		rows:   data[index : index+rows],
		text:   data[index+rows:],
		source: source,
	}
}

// find returns the row that names port, or -1.
func (s *set) find(slot int, port uint16) int {
	page := int(u32(s.index, 4*(slot*pageCount+int(port)/pageSize)))
	return int(u32(s.index, 4*(len(protos)*pageCount+page*pageSize+int(port)%pageSize))) - 1
}

// len returns the number of rows.
func (s *set) len() int { return len(s.rows) / rowSize }

// ports returns the ports of a row.
func (s *set) ports(row int) Range {
	at := row * rowSize
	return Range{u16(s.rows, at+4), u16(s.rows, at+6)}
}

// slot returns the protocol of a row.
func (s *set) slot(row int) int { return int(s.rows[row*rowSize+14]) }

// name returns the name of a row, a part of the set's text.
func (s *set) name(row int) string {
	at := row * rowSize
	off := int(u32(s.rows, at))
	return s.text[off : off+int(u16(s.rows, at+8))]
}

// aliases returns the aliases of a row, separated by spaces.
func (s *set) aliases(row int) string {
	at := row * rowSize
	off := int(u32(s.rows, at)) + int(u16(s.rows, at+8))
	return s.text[off : off+int(u16(s.rows, at+10))]
}

// description returns the description of a row.
func (s *set) description(row int) string {
	at := row * rowSize
	off := int(u32(s.rows, at)) + int(u16(s.rows, at+8)) + int(u16(s.rows, at+10))
	return s.text[off : off+int(u16(s.rows, at+12))]
}

// answers reports whether a row is an answer to q.
func (s *set) answers(row int, q Query) bool {
	if q.Proto != AnyProto && protos[s.slot(row)] != q.Proto {
		return false
	}
	if q.Name == "" {
		return s.ports(row).overlaps(q.Ports)
	}
	if strings.EqualFold(s.name(row), q.Name) {
		return true
	}
	for alias := range strings.SplitSeq(s.aliases(row), " ") {
		if strings.EqualFold(alias, q.Name) {
			return true
		}
	}
	return false
}

// entry returns a row as an Entry.
func (s *set) entry(row int) Entry {
	e := Entry{
		Ports:       s.ports(row),
		Proto:       protos[s.slot(row)],
		Name:        s.name(row),
		Description: s.description(row),
		Source:      s.source,
	}
	if a := s.aliases(row); a != "" {
		e.Aliases = strings.Split(a, " ")
	}
	return e
}

// encodeSet lays out entries as a set. Entries of no known protocol are left
// out; names and descriptions of more than 64 KiB are cut.
func encodeSet(entries []Entry) string {
	sorted := make([]Entry, 0, len(entries))
	for _, e := range entries {
		if e.Proto.slot() >= 0 && e.Ports.First <= e.Ports.Last {
			sorted = append(sorted, e)
		}
	}
	slices.SortStableFunc(sorted, compareRows)

	rows := make([]byte, 0, len(sorted)*rowSize)
	index := newIndex()
	var text []byte
	place := map[string]uint32{} // tcp and udp rows mostly share their text
	for i, e := range sorted {
		name, aliases, description := clip(e.Name), clip(strings.Join(e.Aliases, " ")), clip(e.Description)
		all := name + aliases + description
		off, ok := place[all]
		if !ok {
			off = uint32(len(text))
			place[all] = off
			text = append(text, all...)
		}
		rows = binary.LittleEndian.AppendUint32(rows, off)
		rows = binary.LittleEndian.AppendUint16(rows, e.Ports.First)
		rows = binary.LittleEndian.AppendUint16(rows, e.Ports.Last)
		rows = binary.LittleEndian.AppendUint16(rows, uint16(len(name)))
		rows = binary.LittleEndian.AppendUint16(rows, uint16(len(aliases)))
		rows = binary.LittleEndian.AppendUint16(rows, uint16(len(description)))
		rows = append(rows, byte(e.Proto.slot()), 0)
		index.add(e.Proto.slot(), e.Ports, uint32(i)+1)
	}

	pages := index.encode()
	b := binary.LittleEndian.AppendUint32(nil, uint32(len(pages)))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(rows)))
	return string(slices.Concat(b, pages, rows, text))
}

// compareRows sorts specific rows first: single ports, then narrow runs, then wide
// ones.
func compareRows(a, b Entry) int {
	return cmp.Or(
		cmp.Compare(a.Ports.width(), b.Ports.width()),
		cmp.Compare(a.Proto.slot(), b.Proto.slot()),
		cmp.Compare(a.Ports.First, b.Ports.First),
	)
}

// clip cuts s to the longest length that a row's length fields can hold.
func clip(s string) string { return s[:min(len(s), math.MaxUint16)] }

// u16 and u32 read numbers from a string, which encoding/binary cannot.
func u16(s string, at int) uint16 {
	s = s[at : at+2]
	return uint16(s[0]) | uint16(s[1])<<8
}

func u32(s string, at int) uint32 {
	s = s[at : at+4]
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

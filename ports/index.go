package ports

import "encoding/binary"

// An index is a set's index while it is built: pages exist once a port of
// theirs has a name.
type index struct {
	page  [len(protos) * pageCount]uint32
	pages [][pageSize]uint32
}

// newIndex returns an index in which no port has a name.
func newIndex() *index {
	return &index{pages: make([][pageSize]uint32, 1)}
}

// add lets row name the ports of r that have no name yet.
func (x *index) add(slot int, r Range, row uint32) {
	for port := int(r.First); port <= int(r.Last); port++ {
		page := &x.page[slot*pageCount+port/pageSize]
		if *page == 0 {
			*page = uint32(len(x.pages))
			x.pages = append(x.pages, [pageSize]uint32{})
		}
		if cell := &x.pages[*page][port%pageSize]; *cell == 0 {
			*cell = row
		}
	}
}

// encode returns the index as a set holds it.
func (x *index) encode() []byte {
	b := make([]byte, 0, 4*(len(x.page)+len(x.pages)*pageSize))
	for _, page := range x.page {
		b = binary.LittleEndian.AppendUint32(b, page)
	}
	for i := range x.pages {
		for _, row := range x.pages[i] {
			b = binary.LittleEndian.AppendUint32(b, row)
		}
	}
	return b
}

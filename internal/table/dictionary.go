package table

import "encoding/binary"

// A dictionary has the different texts of a column in the order of their first rows.
type dictionary struct {
	plain  []byte           // the texts, as a page has them
	places map[string]int32 // of the texts
	last   placed           // which is often the next one's, too
	cache  [1 << 8]placed
}

// A placed text is in a place. "" is none.
type placed struct {
	text  string
	place int32
}

// place is where a text is, which is not empty.
func (d *dictionary) place(text string) int32 {
	if d.last.text == text {
		return d.last.place
	}
	c := &d.cache[cacheSlot(text)]
	if c.text != text {
		*c = placed{text, d.find(text)}
	}
	d.last = *c
	return c.place
}

// find is the place of a text, which is made if there is none.
func (d *dictionary) find(text string) int32 {
	place, known := d.places[text]
	if !known {
		place = int32(len(d.places))
		d.places[text] = place
		d.plain = appendText(d.plain, text)
	}
	return place
}

func (d *dictionary) reset() {
	d.plain = d.plain[:0]
	clear(d.places)
	clear(d.cache[:])
	d.last = placed{}
}

// appendText appends a text as PLAIN has it, behind its length.
func appendText[T string | []byte](b []byte, text T) []byte {
	return append(binary.LittleEndian.AppendUint32(b, uint32(len(text))), text...)
}

// cacheSlot is where a text is looked for first: the ends of texts tell most of a column's apart.
func cacheSlot(s string) uint8 {
	n := len(s)
	if n < 4 {
		return s[0] + s[n-1]
	}
	v := uint32(s[n-1]) | uint32(s[n-2])<<8 | uint32(s[n-3])<<16 | uint32(s[n-4])<<24
	return uint8((v*0x9e3779b1 + uint32(n+int(s[n/2]))*0x85ebca6b) >> 24)
}

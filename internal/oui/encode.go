package oui

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
)

// A Block is the addresses that begin with some bits, and the name of whose they are, ""
// for one that is divided.
type Block struct {
	Bits    int // 24, 28 or 36
	Address [6]byte
	Name    string
}

// text is what a table has of a block.
func (x *Block) text() string {
	if x.Name == "" {
		return ""
	}
	return Short(x.Name) + separator + Long(x.Name)
}

// Encode makes a table of blocks; date is the registry's.
func Encode(date string, list []Block) ([]byte, error) {
	var names []string
	for _, x := range list {
		names = append(names, x.text())
	}
	slices.Sort(names)
	names = slices.Compact(names)
	if len(date) != dateSize || len(names) > maxNames {
		return nil, fmt.Errorf("date %q, %d names: a table has %d at most", date, len(names), maxNames)
	}
	b := binary.BigEndian.AppendUint32([]byte(date), uint32(len(names)))
	var tables [len(kinds)][]byte
	for i, k := range kinds {
		tables[i] = encodeKind(list, names, k.bits, k.bytes)
		b = binary.BigEndian.AppendUint32(b, uint32(len(tables[i])/(k.bytes+indexSize)))
	}
	place := 0
	for _, name := range append(names, "") {
		b = append(b, byte(place>>16), byte(place>>8), byte(place))
		place += len(name)
	}
	for _, t := range tables {
		b = append(b, t...)
	}
	return append(b, strings.Join(names, "")...), nil
}

// encodeKind makes the table of blocks of one size.
func encodeKind(list []Block, names []string, bits, size int) (b []byte) {
	rows := map[string]string{}
	var keys []string
	for _, x := range list {
		if key := string(x.Address[:size]); x.Bits == bits {
			if _, there := rows[key]; !there {
				keys = append(keys, key)
			}
			rows[key] = x.text()
		}
	}
	slices.Sort(keys)
	for _, key := range keys {
		i, _ := slices.BinarySearch(names, rows[key])
		b = binary.BigEndian.AppendUint16(append(b, key...), uint16(i))
	}
	return b
}

package table

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// A partition is the part of a table that is of one capture and of one day.
type partition struct {
	file string
	day  int64 // since 1970, in UTC
	time bool  // it is known
}

// noDay is Hive's name of the partition of an unknown value, which engines read as null.
const noDay = "__HIVE_DEFAULT_PARTITION__"

// partitionOf is where a row belongs.
func partitionOf(at Place, begun *Time) partition {
	p := partition{file: at.File}
	if begun != nil {
		const day = Time(24 * time.Hour)
		p.day, p.time = int64(*begun/day), true
		if *begun%day < 0 { // division rounds to zero
			p.day--
		}
	}
	return p
}

// compare orders partitions by capture, then by day.
func (p partition) compare(other partition) int {
	return cmp.Or(strings.Compare(p.file, other.file), cmp.Compare(p.day, other.day))
}

// folder is the partition's folder within a table's, as Hive names it: "capture=a.pcap/day=2026-11-30".
func (p partition) folder(capture string) string {
	day := noDay
	if p.time {
		day = time.Unix(p.day*24*60*60, 0).UTC().Format(time.DateOnly)
	}
	return CaptureFolder(capture) + "/day=" + day
}

// CaptureFolder is the name of the folder of a capture's rows: "capture=a.pcap".
func CaptureFolder(capture string) string {
	switch capture {
	case "":
		capture = noDay
	case noDay: // the name of a file, which is known
		capture = "%5F" + noDay[1:]
	default:
		capture = escape(capture)
	}
	return "capture=" + capture
}

// maxName bounds a folder's name, as most file systems do.
const maxName = 240

// escape writes a name as Hive does, with bytes that lead elsewhere, are not seen or are not
// allowed in names as % and two hexadecimal digits, which engines read back. Different names
// stay different, but for those that are cut for their length: these end in a checksum.
func escape(name string) string {
	var b strings.Builder
	for i, r := range name {
		_, n := utf8.DecodeRuneInString(name[i:])
		switch {
		case r == utf8.RuneError && n == 1, !unicode.IsPrint(r), strings.ContainsRune(`<>:"/\|?*%=#'{}[]^`, r), r == '.' && i == 0,
			unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector):
			for _, c := range []byte(name[i : i+n]) {
				fmt.Fprintf(&b, "%%%02X", c)
			}
		default:
			b.WriteString(name[i : i+n])
		}
	}
	return shorten(b.String(), name)
}

// shorten cuts an escaped name that is too long for a folder, and has a checksum of the
// whole behind it.
func shorten(escaped, name string) string {
	if len(escaped) <= maxName {
		return escaped
	}
	sum := sha256.Sum256([]byte(name))
	const digits = 16
	cut := strings.ToValidUTF8(escaped[:maxName-digits-1], "")
	if i := strings.LastIndexByte(cut, '%'); i >= len(cut)-2 { // not within an escaped byte
		cut = cut[:max(i, 0)]
	}
	return cut + "~" + hex.EncodeToString(sum[:digits/2])
}

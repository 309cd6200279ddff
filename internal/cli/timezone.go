package cli

import (
	"encoding/binary"
	"strings"
	"time"
)

// posixZone returns the time zone that tz describes in the form of POSIX, section 8.3,
// such as "CET-1CEST,M3.5.0,M10.5.0/3"; nil if it is not of that form. The standard
// library takes TZ for the name of a file only, but reads the form where it ends such
// a file (RFC 9636, section 3.3): here it ends one without transitions.
func posixZone(tz string) *time.Location {
	tz = strings.TrimPrefix(tz, ":")
	if tz == "" || strings.ContainsRune(tz, '\n') {
		return nil
	}
	const unread = "-00" // the zone of all times where the form cannot be read
	data := append(appendZoneBlock(nil, unread), appendZoneBlock(nil, unread)...)
	data = append(append(append(data, '\n'), tz...), '\n')
	zone, err := time.LoadLocationFromTZData(tz, data)
	if err != nil {
		return nil
	}
	if name, _ := time.Unix(0, 0).In(zone).Zone(); name == unread {
		return nil
	}
	return zone
}

// appendZoneBlock appends a header and a data block of a zone file that has one type
// of local time, UTC by that name, and no transitions: RFC 9636, sections 3.1 and 3.2.
func appendZoneBlock(b []byte, name string) []byte {
	b = append(b, "TZif2"...)
	b = append(b, make([]byte, 15)...)
	for _, count := range [...]int{0, 0, 0, 0, 1, len(name) + 1} { // UT indicators, standard indicators, leap seconds, transitions, types, characters
		b = binary.BigEndian.AppendUint32(b, uint32(count))
	}
	b = append(b, 0, 0, 0, 0, 0, 0) // offset(4), no daylight saving, name at 0
	return append(append(b, name...), 0)
}

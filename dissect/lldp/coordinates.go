package lldp

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/pktscope/pktscope/dissect/field"
)

// Coordinates are numbers with a fixed point, each behind the number of its bits that
// count: RFC 6225, section 2.1.
var (
	fLatitudeBits  = Proto.Uint8("lldp.media.loc.lat_resolution", "Latitude Resolution", field.Dec, field.Mask(0xfc), field.Named(angleResolution))
	fLatitude      = Proto.Generated("lldp.media.loc.latitude", "Latitude", field.Uint, field.Dec, 5, field.Format(formatLatitude))
	fLongitudeBits = Proto.Uint8("lldp.media.loc.long_resolution", "Longitude Resolution", field.Dec, field.Mask(0xfc), field.Named(angleResolution))
	fLongitude     = Proto.Generated("lldp.media.loc.longitude", "Longitude", field.Uint, field.Dec, 5, field.Format(formatLongitude))
	fAltitudeType  = Proto.Uint8("lldp.media.loc.alt_type", "Altitude Type", field.Dec, field.Mask(0xf0), field.Named(altitudeType))
	fAltitudeBits  = Proto.Uint16("lldp.media.loc.alt_resolution", "Altitude Resolution", field.Dec, field.Mask(0x0fc0), field.Named(altitudeResolution))
	fAltitude      = Proto.Uint32("lldp.media.loc.altitude", "Altitude", field.Dec, field.Mask(1<<altitudeBits-1), field.Format(formatAltitude))
	fGeoVersion    = Proto.Uint8("lldp.media.loc.ver", "Ver", field.Dec, field.Mask(0xc0))
	fGeoReserved   = Proto.Uint8("lldp.media.loc.reserved", "Reserved", field.Dec, field.Mask(0x38))
	fDatum         = Proto.Uint8("lldp.media.loc.datum", "Datum", field.Dec, field.Mask(0x07), field.Named(datum))
)

// coordinatesSize is the length of coordinates.
const coordinatesSize = 16

// Where the parts of coordinates stand.
const (
	latitudeAt  = 0
	longitudeAt = 5
	altitudeAt  = 10 // its type and the number of its bits
	heightAt    = 11
	datumAt     = 15
)

// How many bits an angle and an altitude have, and how many of these are the fraction.
const (
	angleBits        = 34
	angleFraction    = 25
	altitudeBits     = 30
	altitudeFraction = 8
)

// Coordinates are where an endpoint stands, as it or its switch was told.
type Coordinates struct {
	Latitude, Longitude float64 // degrees; north and east are positive
	Altitude            float64
	AltitudeType        uint8 // 1: metres; 2: floors; 0: not known
	// Of 34, 34 and 30 bits, how many count: the resolution.
	LatitudeBits, LongitudeBits, AltitudeBits uint8
	Datum                                     uint8 // DatumName names it
}

// Coordinates reads coordinates; ok is false for a Location of another kind.
func (l *Location) Coordinates() (c Coordinates, ok bool) {
	b := l.Value
	if l.Kind != LocationCoordinates || len(b) < coordinatesSize {
		return c, false
	}
	lat, long, alt := uint40(b[latitudeAt:]), uint40(b[longitudeAt:]), binary.BigEndian.Uint32(b[heightAt:])
	return Coordinates{
		Latitude: angle(lat), LatitudeBits: b[latitudeAt] >> 2,
		Longitude: angle(long), LongitudeBits: b[longitudeAt] >> 2,
		Altitude: altitude(uint64(alt)), AltitudeType: b[altitudeAt] >> 4,
		AltitudeBits: uint8(binary.BigEndian.Uint16(b[altitudeAt:]) >> 6 & 0x3f),
		Datum:        b[datumAt] & 7,
	}, true
}

func uint40(b []byte) uint64 { return uint64(b[0])<<32 | uint64(binary.BigEndian.Uint32(b[1:])) }

// angle is the low 34 bits of v in degrees.
func angle(v uint64) float64 { return fixed(v, angleBits, angleFraction) }

// altitude is the low 30 bits of v.
func altitude(v uint64) float64 { return fixed(v, altitudeBits, altitudeFraction) }

// fixed is the low bits of v, a number in two's complement, some of them a fraction.
func fixed(v uint64, bits, fraction int) float64 {
	return math.Ldexp(float64(int64(v<<(64-bits))>>(64-bits)), -fraction)
}

// showCoordinates reads coordinates for the tree.
func showCoordinates(d *field.Decoder) {
	off, b := d.Off(), d.Peek(coordinatesSize)
	if b == nil {
		d.Skip(fLatitude, coordinatesSize)
		return
	}
	d.Skip(fLatitude, coordinatesSize-1)
	d.Put(fLatitudeBits, off+latitudeAt, 1, uint64(b[latitudeAt]>>2))
	d.Put(fLatitude, off+latitudeAt, 5, uint40(b[latitudeAt:]))
	d.Put(fLongitudeBits, off+longitudeAt, 1, uint64(b[longitudeAt]>>2))
	d.Put(fLongitude, off+longitudeAt, 5, uint40(b[longitudeAt:]))
	d.Put(fAltitudeType, off+altitudeAt, 1, uint64(b[altitudeAt]>>4))
	d.Put(fAltitudeBits, off+altitudeAt, 2, uint64(binary.BigEndian.Uint16(b[altitudeAt:])>>6&0x3f))
	d.Put(fAltitude, off+heightAt, 4, uint64(binary.BigEndian.Uint32(b[heightAt:])&(1<<altitudeBits-1)))
	d.Shared8(fGeoVersion, fGeoReserved, fDatum)
}

// angleResolution is the size of the area that an angle with that many bits stands for.
func angleResolution(bits uint64) string {
	return fewBits(bits) + fmt.Sprintf("%E degrees", math.Ldexp(1, angleBits-angleFraction-1-int(bits)))
}

func altitudeResolution(bits uint64) string {
	return fewBits(bits) + fmt.Sprintf("%f", math.Ldexp(1, altitudeBits-altitudeFraction-1-int(bits)))
}

// fewBits is a warning of too few bits to tell anything.
func fewBits(bits uint64) string {
	if bits < 2 {
		return "[Warning: value < 2] "
	}
	return ""
}

// formatLatitude appends "Latitude: 48.8567 degrees North (0x0061B69D73 - 9-bit integer
// part 0x0030 / 25-bit fractional part 0x01B69D73)".
func formatLatitude(b []byte, t *field.Tree, i int) []byte {
	return appendAngle(append(b, "Latitude: "...), t.Nodes[i].Val, "North", "South")
}

func formatLongitude(b []byte, t *field.Tree, i int) []byte {
	return appendAngle(append(b, "Longitude: "...), t.Nodes[i].Val, "East", "West")
}

func appendAngle(b []byte, v uint64, positive, negative string) []byte {
	v &= 1<<angleBits - 1
	b = append(b, AngleText(angle(v), positive, negative)...)
	return fmt.Appendf(b, " (0x%010X - 9-bit integer part 0x%04X / 25-bit fractional part 0x%08X)", v, v>>angleFraction, v&(1<<angleFraction-1))
}

// AngleText is "48.8567 degrees North".
func AngleText(degrees float64, positive, negative string) string {
	side := positive
	if degrees < 0 {
		side = negative
	}
	return fmt.Sprintf("%.4f degrees %s", math.Abs(degrees), side)
}

// formatAltitude appends "Altitude: +117.4688 (0x00007578 - 22-bit integer part 0x000075
// / 8-bit fractional part 0x78)".
func formatAltitude(b []byte, t *field.Tree, i int) []byte {
	v := t.Nodes[i].Val
	return fmt.Appendf(b, "Altitude: %+.4f (0x%08X - 22-bit integer part 0x%06X / 8-bit fractional part 0x%02X)",
		altitude(v), v, v>>altitudeFraction, v&(1<<altitudeFraction-1))
}

// AltitudeName names a type of altitude.
func AltitudeName(v uint8) string { return altitudeType(uint64(v)) }

func altitudeType(v uint64) string {
	switch v {
	case 1:
		return "Meters"
	case 2:
		return "Floors"
	}
	return "Unknown"
}

// DatumName names a datum: RFC 6225, section 2.1.
func DatumName(v uint8) string { return datum(uint64(v)) }

func datum(v uint64) string {
	switch v {
	case 1:
		return "WGS84"
	case 2:
		return "NAD83 (Latitude, Longitude) + NAVD88"
	case 3:
		return "NAD83 (Latitude, Longitude) + MLLW"
	}
	return "Unknown"
}

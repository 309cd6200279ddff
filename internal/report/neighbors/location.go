package neighbors

import (
	"fmt"
	"strings"

	"github.com/pktscope/pktscope/dissect/lldp"
	"github.com/pktscope/pktscope/internal/render"
	lldptrack "github.com/pktscope/pktscope/internal/track/lldp"
)

// locationText is a location of LLDP-MED in words: "Coordinates: latitude 48.8567
// degrees North, ...", "Civic address: US; City, township: Roseville", "ELIN: 911".
func locationText(l *lldp.Location) string {
	switch l.Kind {
	case lldp.LocationCoordinates:
		if c, ok := l.Coordinates(); ok {
			return "Coordinates: " + coordinatesText(c)
		}
	case lldp.LocationCivic:
		parts := []string{string(l.Country)}
		for number, text := range l.Civic {
			parts = append(parts, civicName(number)+": "+string(lldptrack.Text(text)))
		}
		return "Civic address: " + strings.Join(parts, "; ")
	case lldp.LocationELIN:
		return "ELIN: " + string(lldptrack.Text(l.Value))
	}
	return fmt.Sprintf("of format %d: %x", l.Kind, l.Value)
}

func coordinatesText(c lldp.Coordinates) string {
	height := "unknown"
	if c.AltitudeType != 0 {
		height = fmt.Sprintf("%.4f %s", c.Altitude, strings.ToLower(altitudeUnit(c.AltitudeType)))
	}
	return fmt.Sprintf("latitude %s, longitude %s, altitude %s, datum %s", lldp.AngleText(c.Latitude, "North", "South"),
		lldp.AngleText(c.Longitude, "East", "West"), height, lldp.DatumName(c.Datum))
}

// altitudeUnit is what an altitude counts.
func altitudeUnit(kind uint8) string {
	if kind > 2 {
		return fmt.Sprintf("of type %d", kind)
	}
	return lldp.AltitudeName(kind)
}

// civicName names an element of a civic address, by its number if it has no name.
func civicName(number uint8) string {
	if name := lldp.CivicName(number); name != "" {
		return name
	}
	return fmt.Sprintf("element %d", number)
}

// locationsCell are the locations of LLDP-MED.
func locationsCell(announced *lldp.Packet) any {
	list := []any{}
	for i := range announced.Media.Locations {
		list = append(list, locationCell(&announced.Media.Locations[i]))
	}
	return list
}

func locationCell(l *lldp.Location) render.Object {
	switch l.Kind {
	case lldp.LocationCoordinates:
		if c, ok := l.Coordinates(); ok {
			return coordinatesCell(c)
		}
	case lldp.LocationCivic:
		elements := []any{}
		for number, text := range l.Civic {
			elements = append(elements, render.Object{
				{Key: "type", Value: number}, {Key: "name", Value: civicName(number)}, {Key: "value", Value: string(lldptrack.Text(text))},
			})
		}
		return render.Object{{Key: "kind", Value: "civic"}, {Key: "what", Value: l.What}, {Key: "country", Value: string(l.Country)}, {Key: "elements", Value: elements}}
	case lldp.LocationELIN:
		return render.Object{{Key: "kind", Value: "elin"}, {Key: "elin", Value: string(lldptrack.Text(l.Value))}}
	}
	return render.Object{{Key: "kind", Value: fmt.Sprintf("format %d", l.Kind)}, {Key: "data", Value: fmt.Sprintf("%x", l.Value)}}
}

func coordinatesCell(c lldp.Coordinates) render.Object {
	var height any
	if c.AltitudeType != 0 {
		height = c.Altitude
	}
	return render.Object{
		{Key: "kind", Value: "coordinates"},
		{Key: "latitude", Value: c.Latitude}, {Key: "longitude", Value: c.Longitude}, {Key: "altitude", Value: height},
		{Key: "altitude_type", Value: strings.ToLower(altitudeUnit(c.AltitudeType))}, {Key: "datum", Value: lldp.DatumName(c.Datum)},
		{Key: "latitude_bits", Value: c.LatitudeBits}, {Key: "longitude_bits", Value: c.LongitudeBits}, {Key: "altitude_bits", Value: c.AltitudeBits},
	}
}

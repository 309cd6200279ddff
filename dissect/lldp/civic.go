package lldp

// civicType names an element of a civic address: RFC 4776, section 3.4.
func civicType(v uint64) string {
	switch {
	case v < uint64(len(civicTypes)):
		return civicTypes[v]
	case v == 128:
		return "Script"
	}
	return ""
}

var civicTypes = [...]string{
	0:  "Language",
	1:  "National subdivisions (province, state, etc)",
	2:  "County, parish, district",
	3:  "City, township",
	4:  "City division, borough, ward",
	5:  "Neighborhood, block",
	6:  "Street",
	16: "Leading street direction",
	17: "Trailing street suffix",
	18: "Street suffix",
	19: "House number",
	20: "House number suffix",
	21: "Landmark or vanity address",
	22: "Additional location information",
	23: "Name",
	24: "Postal/ZIP code",
	25: "Building",
	26: "Unit",
	27: "Floor",
	28: "Room number",
	29: "Place type",
}

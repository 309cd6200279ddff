package ports

import "strconv"

// A Range is a run of ports, both ends included. Most hold one port.
type Range struct {
	First, Last uint16
}

// Contains reports whether port lies in r.
func (r Range) Contains(port uint16) bool { return r.First <= port && port <= r.Last }

// overlaps reports whether r and s have a port in common.
func (r Range) overlaps(s Range) bool { return r.First <= s.Last && s.First <= r.Last }

// width returns the number of ports in r, less one.
func (r Range) width() int { return int(r.Last) - int(r.First) }

// String returns "500" or "27000-27050".
func (r Range) String() string {
	b := strconv.AppendUint(make([]byte, 0, 11), uint64(r.First), 10)
	if r.Last != r.First {
		b = append(b, '-')
		b = strconv.AppendUint(b, uint64(r.Last), 10)
	}
	return string(b)
}

// A Source is the origin of an entry. Smaller values have more authority.
type Source uint8

const (
	User     Source = iota // the user's own file
	Services               // the services table, data/services.txt
	IANA                   // IANA's registry, data/iana.txt
)

// String returns "user", "services" or "iana".
func (s Source) String() string {
	switch s {
	case User:
		return "user"
	case Services:
		return "services"
	case IANA:
		return "iana"
	}
	return "unknown"
}

// An Entry is the name that one source has for a port, or run of ports, of one protocol.
type Entry struct {
	Ports       Range
	Proto       Proto
	Name        string
	Aliases     []string
	Description string
	Source      Source
}

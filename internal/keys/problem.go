package keys

import "strings"

// A Problem is a line of a key file that cannot be used, or not as it stands.
// Nothing in it is quoted from the file but an SPI: keys stray into the wrong
// column, and what is printed is read by others.
type Problem struct {
	Place Place
	SA    string // which SA, where the line says so
	Field string // what is wrong
	Text  string // why, and what was expected
	Kept  bool   // the record was used after a repair

	Capture bool // a capture of the SA tells what is missing
}

// Error is one line: "FILE:LINE: ESP 0x12345678: key: ...".
func (p *Problem) Error() string {
	var b strings.Builder
	b.WriteString(p.Place.String())
	for _, s := range [...]string{p.SA, p.Field, p.Text} {
		if s != "" {
			b.WriteString(": ")
			b.WriteString(s)
		}
	}
	return b.String()
}

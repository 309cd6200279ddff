package render

import (
	"fmt"
	"strings"
)

// FieldOptions select the fields that -T fields writes, and their layout.
type FieldOptions struct {
	Names      []string // in the order of the columns
	Header     bool     // a line of the names first
	BOM        bool     // a byte order mark at the start of the output
	Separator  byte     // between columns
	Aggregator byte     // between several values of one field
	Quote      byte     // around columns, 0 for none
	Occurrence Occurrence
	Raw        bool // line ends and tabs in values are not escaped
}

// An Occurrence selects among several values of one field.
type Occurrence byte

const (
	All   Occurrence = 'a'
	First Occurrence = 'f'
	Last  Occurrence = 'l'
)

// ParseFields reads the values of -e and of -E.
func ParseFields(names, settings []string) (FieldOptions, error) {
	o := FieldOptions{Names: names, Separator: '\t', Aggregator: ',', Occurrence: All}
	for _, s := range settings {
		key, value, _ := strings.Cut(s, "=")
		if err := o.set(key, value); err != nil {
			return o, err
		}
	}
	return o, nil
}

func (o *FieldOptions) set(key, value string) (err error) {
	switch key {
	case "header":
		o.Header, err = yesNo(key, value)
	case "bom":
		o.BOM, err = yesNo(key, value)
	case "escape":
		o.Raw, err = yesNo(key, value)
		o.Raw = !o.Raw
	case "separator":
		o.Separator, err = separator(key, value)
	case "aggregator":
		o.Aggregator, err = separator(key, value)
	case "quote":
		switch value {
		case "d":
			o.Quote = '"'
		case "s":
			o.Quote = '\''
		case "n":
			o.Quote = 0
		default:
			err = fmt.Errorf("quote=%s: want d (double), s (single) or n (none)", value)
		}
	case "occurrence":
		if value != "f" && value != "l" && value != "a" {
			return fmt.Errorf("occurrence=%s: want f (first), l (last) or a (all)", value)
		}
		o.Occurrence = Occurrence(value[0])
	default:
		err = fmt.Errorf("there is no setting %q; there are header, bom, separator, aggregator, quote, occurrence, escape", key)
	}
	return err
}

func yesNo(key, value string) (bool, error) {
	switch value {
	case "y":
		return true, nil
	case "n":
		return false, nil
	}
	return false, fmt.Errorf("%s=%s: want y or n", key, value)
}

// separator returns one character: /t is a tab and /s a space.
func separator(key, value string) (byte, error) {
	switch {
	case value == "/t", value == `\t`:
		return '\t', nil
	case value == "/s":
		return ' ', nil
	case len(value) == 1 && value[0] < 0x80:
		return value[0], nil
	}
	return 0, fmt.Errorf("%s=%s: want one character, /t or /s", key, value)
}

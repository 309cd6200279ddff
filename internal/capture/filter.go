package capture

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// A FilterError says why a capture filter cannot be used.
type FilterError struct {
	Expression string
	Link       LinkType // that it was compiled for
	Err        error    // what libpcap said
}

// Error names the filter and, where libpcap quotes a word of it, points there.
func (e *FilterError) Error() string {
	s := fmt.Sprintf("capture filter %q: %v", e.Expression, e.Err)
	if at := e.place(); at >= 0 {
		s += "\n  " + e.Expression + "\n  " + strings.Repeat(" ", at) + "^"
	}
	return s
}

func (e *FilterError) Unwrap() error { return e.Err }

// place is where the word that libpcap complains of stands in the filter, -1
// if it quotes none or the word stands there more than once.
func (e *FilterError) place() int {
	_, rest, _ := strings.Cut(e.Err.Error(), "'")
	word, _, ok := strings.Cut(rest, "'")
	if !ok || word == "" || strings.Count(e.Expression, word) != 1 || strings.ContainsAny(e.Expression, "\n\t") {
		return -1
	}
	return len([]rune(e.Expression[:strings.Index(e.Expression, word)]))
}

// A Filtered Source hands out the packets of another that pass a capture
// filter, numbered from 1 as if no others had been captured. A filter means
// other bytes on every link type, so there is a program for each that occurs.
type Filtered struct {
	Source
	expression string
	programs   map[LinkType]*program
	number     uint64
	broken     bool
}

// Filter puts a capture filter before a source. One that no link type
// understands is told here, one that a link type of the capture does not
// understand when the first packet of that type comes.
func Filter(src Source, expression string) (*Filtered, error) {
	f := &Filtered{Source: src, expression: expression, programs: map[LinkType]*program{}}
	var first error
	for _, l := range []LinkType{LinkEthernet, LinkIEEE802_11, LinkFRelay, LinkPPP, LinkLinuxSLL2, LinkPFLog, 139} {
		p, err := compile(expression, l)
		if err == nil {
			f.programs[l] = p
			return f, nil
		}
		if first == nil {
			first = &FilterError{expression, l, err}
		}
	}
	return nil, first
}

// Next overwrites p with the next packet that passes. A filter that cannot be
// used ends the source.
func (f *Filtered) Next(p *Packet) error {
	for !f.broken {
		if err := f.Source.Next(p); err != nil {
			return err
		}
		if p.Link == LinkNone {
			continue
		}
		program := f.programs[p.Link]
		if program == nil {
			var err error
			if program, err = compile(f.expression, p.Link); err != nil {
				f.broken = true
				return &FilterError{f.expression, p.Link, err}
			}
			f.programs[p.Link] = program
		}
		if program.matches(p.Data, p.WireLen) {
			f.number++
			p.Number = f.number
			return nil
		}
	}
	return io.EOF
}

// Buffered reports whether there is more to look at without reading.
func (f *Filtered) Buffered() bool {
	s, ok := f.Source.(interface{ Buffered() bool })
	return !ok || s.Buffered()
}

// Metas is what the captures say beside their packets.
func (f *Filtered) Metas() []*Meta {
	if s, ok := f.Source.(Described); ok {
		return s.Metas()
	}
	return nil
}

// IsFilter reports whether err is about a capture filter.
func IsFilter(err error) bool {
	var f *FilterError
	return errors.As(err, &f)
}

package capture

import (
	"fmt"
	"io"
	"strings"
)

// A FilterError is libpcap's error for a capture filter.
type FilterError struct {
	Expression string
	Link       LinkType // that it was compiled for
	Err        error    // libpcap's
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

// place returns the offset in the filter of the word that libpcap's error quotes, -1
// if it quotes none or the filter has the word more than once.
func (e *FilterError) place() int {
	_, rest, _ := strings.Cut(e.Err.Error(), "'")
	word, _, ok := strings.Cut(rest, "'")
	if !ok || word == "" || strings.Count(e.Expression, word) != 1 || strings.ContainsAny(e.Expression, "\n\t") {
		return -1
	}
	return len([]rune(e.Expression[:strings.Index(e.Expression, word)]))
}

// A Filtered Source returns the packets of another Source that pass a capture
// filter, numbered from 1 as if only they had been captured. The program of a filter
// depends on the link type, so there is one for each link type that occurs.
type Filtered struct {
	Source
	expression string
	programs   map[LinkType]*program
	number     uint64
	broken     bool
}

// Filter puts a capture filter behind a source. A filter that is wrong for every
// link type is an error here, one that is wrong for a link type of the capture an
// error of Next at the first packet of that type.
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
	return Buffered(f.Source)
}

// Metas implements Described.
func (f *Filtered) Metas() []*Meta {
	if s, ok := f.Source.(Described); ok {
		return s.Metas()
	}
	return nil
}

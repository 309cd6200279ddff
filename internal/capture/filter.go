package capture

import (
	"cmp"
	"errors"
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
	known      LinkType // one of those that Filter compiled for
	number     uint64
	broken     bool
}

// foreseenLinks are the link types that a filter is compiled for ahead of the first packet:
// what a name stands for is looked up in files, which a sandbox closes.
var foreseenLinks = []LinkType{
	LinkEthernet, LinkRaw, LinkRawBSD, LinkIPv4, LinkIPv6, LinkNull, LinkLoop, LinkLinuxSLL, LinkLinuxSLL2,
	LinkPPP, LinkPPPHDLC, LinkCHDLC, LinkFRelay, LinkIEEE802_11, LinkRadiotap, LinkPFLog, linkMTP2,
}

// linkMTP2 is a link type for which libpcap knows words that it knows for no other.
const linkMTP2 LinkType = 139

// errForgotten is the error of a filter whose names cannot be looked up any more.
var errForgotten = errors.New("its names cannot be looked up any more: numbers in their place, or --no-sandbox")

// Filter puts a capture filter behind a source. A filter that is wrong for every
// link type is an error here, one that is wrong for a link type of the capture an
// error of Next at the first packet of that type.
func Filter(src Source, expression string) (*Filtered, error) {
	f := &Filtered{Source: src, expression: expression, programs: map[LinkType]*program{}}
	var first error
	for _, l := range foreseenLinks {
		p, err := compile(expression, l)
		if err != nil {
			first = cmp.Or[error](first, &FilterError{expression, l, err})
			continue
		}
		f.programs[l], f.known = p, l
	}
	if len(f.programs) == 0 {
		return nil, first
	}
	return f, nil
}

// program is the filter's for a link type. One that was not foreseen may find that names
// cannot be looked up any more, of which libpcap does not always tell: it then takes the
// name of a protocol for the number 0. The filter is therefore compiled once more for a
// link type that was foreseen, and must come out as before.
func (f *Filtered) program(l LinkType) (*program, error) {
	if p := f.programs[l]; p != nil {
		return p, nil
	}
	p, err := compile(f.expression, l)
	if err == nil {
		var again *program
		if again, err = compile(f.expression, f.known); err == nil && !again.equal(f.programs[f.known]) {
			err = errForgotten
		}
	}
	if err != nil {
		return nil, &FilterError{f.expression, l, err}
	}
	f.programs[l] = p
	return p, nil
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
		program, err := f.program(p.Link)
		if err != nil {
			f.broken = true
			return err
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

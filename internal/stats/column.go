package stats

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/render"
)

// A column of -z io,stat counts packets, or calculates from the values of one
// of their fields.
type column struct {
	text   string // as requested; empty: all packets
	calc   calculation
	kind   field.Kind // of the values
	picks  pick
	values int // index of the field in plan.fields; -1: none
	sums   []sum
}

// A calculation is the function in a column of -z io,stat.
type calculation string

const (
	countBoth   calculation = ""       // frames and bytes
	countFrames calculation = "FRAMES" // of packets
	countBytes  calculation = "BYTES"
	countValues calculation = "COUNT"
	sumValues   calculation = "SUM"
	minValue    calculation = "MIN"
	maxValue    calculation = "MAX"
	meanValue   calculation = "AVG"
	loadOf      calculation = "LOAD" // how many were under way, of durations that end with their packets
)

// maxColumns bounds the columns of a request.
const maxColumns = 64

// A sum accumulates a column over one interval. n counts packets, or the values
// in total, least and most.
type sum struct{ n, total, least, most uint64 }

// function splits "SUM(ip.len)udp" into its parts; ok is false for a filter.
func function(text string) (calc calculation, of, filter string, ok bool) {
	name, rest, found := strings.Cut(text, "(")
	switch calculation(text) {
	case countFrames, countBytes: // of all packets
		return calculation(text), "", "", true
	}
	if !found {
		return
	}
	switch calc = calculation(strings.ToUpper(name)); calc {
	case countFrames, countBytes, countValues, sumValues, minValue, maxValue, meanValue, loadOf:
	default:
		return
	}
	of, filter, ok = strings.Cut(rest, ")")
	return calc, strings.TrimSpace(of), strings.TrimSpace(filter), ok
}

// calculates returns an error if c cannot be calculated from the values of d.
func (c calculation) calculates(d *field.Def) error {
	switch {
	case c == loadOf && d.Kind != field.Relative:
		return fmt.Errorf("%s is no duration, which LOAD needs", d.Name)
	case c == countValues || d.Kind == field.Uint || d.Kind == field.Relative:
		return nil
	}
	return fmt.Errorf("%s has no numeric values, which %s needs", d.Name, c)
}

func (c *column) count(row int, s *sample) {
	if !s.passes(c.picks) {
		return
	}
	for len(c.sums) <= row {
		c.sums = append(c.sums, sum{})
	}
	r := &c.sums[row]
	if c.values < 0 {
		r.n++
		r.total += s.bytes
		return
	}
	for v := range s.values(c.values) {
		if r.n == 0 || c.less(v, r.least) {
			r.least = v
		}
		if r.n == 0 || c.less(r.most, v) {
			r.most = v
		}
		r.n++
		r.total += v
	}
}

// load adds durations that end at the time of a packet to the rows that they fall
// into, of this width. What is before the capture counts in none.
func (c *column) load(row int, s *sample, width time.Duration) {
	if !s.passes(c.picks) {
		return
	}
	for len(c.sums) <= row {
		c.sums = append(c.sums, sum{})
	}
	for v := range s.values(c.values) {
		left, to := time.Duration(v), s.at
		for i := row; i >= 0 && left > 0; i-- {
			part := min(left, to)
			if width > 0 {
				part = min(left, to-time.Duration(i)*width)
			}
			c.sums[i].total += uint64(max(part, 0))
			left, to = left-part, to-part
		}
	}
}

// less compares values; durations can be negative.
func (c *column) less(a, b uint64) bool {
	if c.kind == field.Relative {
		return int64(a) < int64(b)
	}
	return a < b
}

// columns returns those of the report. The only column of a table is not prefixed
// with its filter.
func (c *column) columns(alone bool, span func(row int) time.Duration) []render.Column[int] {
	if c.calc != countBoth {
		return []render.Column[int]{{Title: c.text, Key: c.text, Number: true, Cell: func(row int) any { return c.result(c.sum(row), span(row)) }}}
	}
	title, key := "", ""
	if !alone && c.text != "" {
		title, key = c.text+": ", c.text+":"
	}
	return []render.Column[int]{
		{Title: title + "Frames", Key: key + "frames", Number: true, Cell: func(row int) any { return c.sum(row).n }},
		{Title: title + "Bytes", Key: key + "bytes", Number: true, Cell: func(row int) any { return c.sum(row).total }},
	}
}

// sum is what there was in an interval.
func (c *column) sum(row int) (r sum) {
	if row < len(c.sums) {
		r = c.sums[row]
	}
	return r
}

// result is what the calculation makes of values.
func (c *column) result(r sum, span time.Duration) any {
	switch c.calc {
	case countBytes:
		return r.total
	case sumValues:
		return c.cell(r.total)
	case minValue:
		return c.cell(r.least)
	case maxValue:
		return c.cell(r.most)
	case loadOf:
		return fmt.Sprintf("%.6f", math.Floor(float64(r.total)/float64(max(span, 1))*1e6)/1e6)
	case meanValue:
		return c.cell(c.divided(r.total, max(r.n, 1)))
	}
	return r.n
}

// divided returns the average of n values.
func (c *column) divided(total, n uint64) uint64 {
	if c.kind == field.Relative {
		return uint64(int64(total) / int64(n))
	}
	return total / n
}

func (c *column) cell(v uint64) any {
	if c.kind == field.Relative {
		return render.Seconds{Duration: time.Duration(v), Digits: 6}
	}
	return v
}

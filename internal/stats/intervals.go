package stats

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/pktscope/pktscope/internal/render"
)

// maxIntervals bounds the rows of a request.
const maxIntervals = 1 << 16

// intervals is -z io,stat: frames and bytes, or calculations, for each interval of
// time from the first packet of the capture on. A packet counts in the interval of
// its own time even if packets are out of order; tshark counts it in the interval
// of the previous packet. A packet earlier than the first one counts in the first
// interval.
type intervals struct {
	width   time.Duration // 0: all is one interval
	digits  int           // decimals of the printed bounds
	columns []*column
	end     time.Duration // of the latest packet
	rows    int           // up to the latest packet
	beyond  uint64        // packets later than maxIntervals
}

func newIntervals(width string) (*intervals, error) {
	s := &intervals{}
	if v, err := strconv.ParseFloat(width, 64); err == nil && (v == 0 || v >= 1e-6 && v <= 1e9) {
		s.width = time.Duration(v * 1e9).Round(time.Microsecond)
		if _, fraction, ok := strings.Cut(width, "."); ok {
			s.digits = min(len(fraction), 6)
		}
		if s.width == 0 {
			s.digits = 3
		}
		return s, nil
	}
	return nil, fmt.Errorf("%q: want an interval in seconds, 0.000001 or more, or 0 for the whole capture", width)
}

func (s *intervals) count(p *sample) {
	row := 0
	if p.timed {
		s.end = max(s.end, p.at)
		if s.width > 0 && p.at > 0 {
			row = int(min(p.at/s.width, maxIntervals))
		}
	}
	if row == maxIntervals {
		s.beyond++
		return
	}
	s.rows = max(s.rows, row+1)
	for _, c := range s.columns {
		c.count(row, p)
	}
}

func (s *intervals) report() render.Report {
	r := render.Report{Title: "IO Statistics", Columns: []render.Column{
		{Title: "From", Key: "from", Number: true}, {Title: "To", Key: "to", Number: true},
	}}
	for _, c := range s.columns {
		r.Columns = append(r.Columns, c.heads(len(s.columns) == 1)...)
	}
	if s.beyond > 0 {
		r.Notes = append(r.Notes, fmt.Sprintf("%d frames are left out: there are no more than %d intervals.", s.beyond, maxIntervals))
	}
	fill(&r, s.rows, func(yield func([]any) bool) {
		for i := range s.rows {
			if !yield(s.cells(i)) {
				return
			}
		}
	})
	return r
}

func (s *intervals) cells(row int) []any {
	from := time.Duration(row) * s.width
	to, digits := from+s.width, s.digits
	if row == s.rows-1 && s.beyond == 0 { // it ends with the capture
		to = s.end
		if s.width > 0 {
			digits = 6
		}
	}
	cells := []any{render.Seconds{Duration: from, Digits: s.digits}, render.Seconds{Duration: to, Digits: digits}}
	for _, c := range s.columns {
		cells = c.appendCells(cells, row)
	}
	return cells
}

package stats

import (
	"fmt"
	"iter"
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
	width  time.Duration // 0: all is one interval
	digits int           // decimals of the printed bounds
	counts []*column
	end    time.Duration // of the latest packet
	rows   int           // up to the latest packet
	beyond uint64        // packets later than maxIntervals
}

func newIntervals(width string) (*intervals, error) {
	s := &intervals{}
	if v, err := strconv.ParseFloat(width, 64); err == nil && (v == 0 || v >= 1e-6 && v <= 1e9) {
		s.width = time.Duration(v * 1e9).Round(time.Microsecond)
		if _, fraction, ok := strings.Cut(width, "."); ok {
			s.digits = min(len(strings.TrimRight(fraction, "0")), 6)
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
	for _, c := range s.counts {
		if c.calc == loadOf {
			c.load(row, p, s.width)
		} else {
			c.count(row, p)
		}
	}
}

// columns are the bounds of an interval, and what each column counts in it.
func (s *intervals) columns() []render.Column[int] {
	columns := []render.Column[int]{
		{Title: "From", Key: "from", Number: true, Cell: func(row int) any {
			return render.Seconds{Duration: time.Duration(row) * s.width, Digits: s.digits}
		}},
		{Title: "To", Key: "to", Number: true, Cell: s.to},
	}
	for _, c := range s.counts {
		columns = append(columns, c.columns(len(s.counts) == 1, s.span)...)
	}
	return columns
}

// to is the end of an interval. The only one of a request without intervals ends with
// the capture.
func (s *intervals) to(row int) any {
	if s.width > 0 {
		return render.Seconds{Duration: time.Duration(row+1) * s.width, Digits: s.digits}
	}
	return render.Seconds{Duration: s.end, Digits: s.digits}
}

// span is the length of an interval. The last one ends with the capture.
func (s *intervals) span(row int) time.Duration {
	if s.width > 0 {
		return min(s.width, s.end-time.Duration(row)*s.width)
	}
	return s.end
}

func (s *intervals) report() render.Report {
	r := render.Report{Title: "IO Statistics", Table: render.Table[int]{Columns: append(s.columns(), s.bars()...), Rows: upTo(s.rows)}}
	if s.width > 0 {
		r.Picture = s.picture
	}
	if s.beyond > 0 {
		r.Notes = append(r.Notes, fmt.Sprintf("%d frames are left out: there are no more than %d intervals.", s.beyond, maxIntervals))
	}
	return r
}

// upTo gives 0 to n-1.
func upTo(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

package stats

import (
	"slices"

	"github.com/pktscope/pktscope/internal/render"
)

// A pair identifies a conversation: its endpoints in the order of their kind, and
// its I.
type pair[E, I comparable] struct {
	low, high E
	id        I
}

// conversations is -z conv: frames and bytes between two endpoints, start and
// duration.
type conversations[E, I comparable] struct {
	*kind[E, I]
	filter string
	table[pair[E, I]]
}

func (k *kind[E, I]) conversations(filter string, limit int) statistic {
	return &conversations[E, I]{k, filter, newTable[pair[E, I]](limit)}
}

func (c *conversations[E, I]) count(s *sample) {
	for i := range s.Layers {
		src, dst, id, ok := c.find(s.Packet, i)
		if !ok {
			continue
		}
		if c.compare(src, dst) <= 0 {
			c.table.count(pair[E, I]{src, dst, id}, 0, s)
		} else {
			c.table.count(pair[E, I]{dst, src, id}, 1, s)
		}
	}
}

// flowColumns follow those of the endpoints. The first direction is from B to A.
var flowColumns = []render.Column{
	{Title: "<- Frames", Key: "rx_frames", Number: true}, {Title: "<- Bytes", Key: "rx_bytes", Number: true},
	{Title: "-> Frames", Key: "tx_frames", Number: true}, {Title: "-> Bytes", Key: "tx_bytes", Number: true},
	{Title: "Frames", Key: "frames", Number: true}, {Title: "Bytes", Key: "bytes", Number: true},
	{Title: "Start", Key: "start", Number: true}, {Title: "Duration", Key: "duration", Number: true},
}

func (c *conversations[E, I]) report() render.Report {
	r := render.Report{Title: title(c.title+" Conversations", c.filter), Notes: c.lost.note("conversations", c.limit)}
	r.Columns = slices.Concat(c.side("A"), c.side("B"), c.ids, flowColumns)
	var early func(pair[E, I]) pair[E, I]
	if c.early != nil {
		early = func(k pair[E, I]) pair[E, I] { return pair[E, I]{k.low, k.high, c.early(k.id)} }
	}
	rows := c.sorted(early)
	fill(&r, len(rows), func(yield func([]any) bool) {
		for i := range rows {
			if !yield(c.cells(&rows[i])) {
				return
			}
		}
	})
	return r
}

func (c *conversations[E, I]) cells(r *row[pair[E, I]]) []any {
	a, b, out := r.key.low, r.key.high, 0
	if r.turned {
		a, b, out = b, a, 1
	}
	cells := c.end(a)
	if !c.sender {
		cells = append(cells, c.end(b)...)
	}
	if c.ids != nil {
		cells = append(cells, c.id(r.key.id)...)
	}
	return append(cells,
		r.frames[1-out], render.Size(r.bytes[1-out]), r.frames[out], render.Size(r.bytes[out]),
		r.frames[0]+r.frames[1], render.Size(r.bytes[0]+r.bytes[1]),
		render.Seconds{Duration: r.first, Digits: 9}, render.Seconds{Duration: r.last - r.first, Digits: 4})
}

// side returns the columns of one endpoint.
func (c *conversations[E, I]) side(name string) []render.Column {
	if c.sender {
		if name == "B" {
			return nil
		}
		return c.ends
	}
	columns := slices.Clone(c.ends)
	for i := range columns {
		columns[i].Title += " " + name
		columns[i].Key += "_" + string(name[0]|0x20)
	}
	return columns
}

package stats

import (
	"slices"

	"github.com/pktscope/pktscope/internal/render"
)

// An endpoint identifies a row of -z endpoints: E, and I if the kind says so.
type endpoint[E, I comparable] struct {
	end E
	id  I
}

// endpoints is -z endpoints: frames and bytes that each endpoint sent and received.
type endpoints[E, I comparable] struct {
	*kind[E, I]
	filter string
	table[endpoint[E, I]]
}

func (k *kind[E, I]) endpoints(filter string, limit int) statistic {
	return &endpoints[E, I]{k, filter, newTable[endpoint[E, I]](limit)}
}

// The directions of an endpoint's row.
const (
	sent     = 0
	received = 1
)

func (c *endpoints[E, I]) count(s *sample) {
	for i := range s.Layers {
		src, dst, id, ok := c.find(s.Packet, i)
		if !ok {
			continue
		}
		var which I
		if c.known {
			which = id
		}
		c.table.count(endpoint[E, I]{src, which}, sent, s)
		if !c.sender {
			c.table.count(endpoint[E, I]{dst, which}, received, s)
		}
	}
}

var loadColumns = []render.Column{
	{Title: "Packets", Key: "frames", Number: true}, {Title: "Bytes", Key: "bytes", Number: true},
	{Title: "Tx Packets", Key: "tx_frames", Number: true}, {Title: "Tx Bytes", Key: "tx_bytes", Number: true},
	{Title: "Rx Packets", Key: "rx_frames", Number: true}, {Title: "Rx Bytes", Key: "rx_bytes", Number: true},
}

func (c *endpoints[E, I]) report() render.Report {
	r := render.Report{Title: title(c.title+" Endpoints", c.filter), Notes: c.lost.note("endpoints", c.limit)}
	r.Columns = slices.Clone(c.ends)
	if c.known {
		r.Columns = append(r.Columns, c.ids...)
	}
	r.Columns = append(r.Columns, loadColumns...)
	var early func(endpoint[E, I]) endpoint[E, I]
	if c.early != nil {
		early = func(k endpoint[E, I]) endpoint[E, I] { return endpoint[E, I]{k.end, c.early(k.id)} }
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

func (c *endpoints[E, I]) cells(r *row[endpoint[E, I]]) []any {
	cells := c.end(r.key.end)
	if c.known {
		cells = append(cells, c.id(r.key.id)...)
	}
	return append(cells, r.frames[0]+r.frames[1], r.bytes[0]+r.bytes[1],
		r.frames[sent], r.bytes[sent], r.frames[received], r.bytes[received])
}

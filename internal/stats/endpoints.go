package stats

import (
	"slices"

	"pktscope/internal/render"
)

// An endpoint is one end, and what it has in common with others if that is what
// tells it apart.
type endpoint[E, I comparable] struct {
	end E
	id  I
}

// endpoints is -z endpoints: who sent and received how much.
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

func (c *endpoints[E, I]) count(s *sight) {
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

func (c *endpoints[E, I]) result() Result {
	r := Result{Title: c.title + " Endpoints", Filter: c.filter, Notes: c.lost.note("endpoints", c.limit)}
	r.Columns = slices.Clone(c.ends)
	if c.known {
		r.Columns = append(r.Columns, c.ids...)
	}
	r.Columns = append(r.Columns, loadColumns...)
	var early func(endpoint[E, I]) endpoint[E, I]
	if c.early != nil {
		early = func(k endpoint[E, I]) endpoint[E, I] { return endpoint[E, I]{k.end, c.early(k.id)} }
	}
	for _, row := range c.sorted(early) {
		cells := c.end(row.key.end)
		if c.known {
			cells = append(cells, c.id(row.key.id)...)
		}
		r.Rows = append(r.Rows, append(cells, row.frames[0]+row.frames[1], row.bytes[0]+row.bytes[1],
			row.frames[sent], row.bytes[sent], row.frames[received], row.bytes[received]))
	}
	return r
}

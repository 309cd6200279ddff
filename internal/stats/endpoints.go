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
	for i, proto := range s.protos {
		if proto != c.proto {
			continue
		}
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

// columns returns those of the endpoint, of its I, and of its load.
func (c *endpoints[E, I]) columns() []render.Column[*row[endpoint[E, I]]] {
	type load = *row[endpoint[E, I]]
	columns := render.ColumnsOf(func(r load) E { return r.key.end }, c.ends)
	if c.known {
		columns = append(columns, render.ColumnsOf(func(r load) I { return r.key.id }, c.ids)...)
	}
	return append(columns, []render.Column[load]{
		{Title: "Packets", Key: "frames", Number: true, Cell: func(r load) any { return r.frames[sent] + r.frames[received] }},
		{Title: "Bytes", Key: "bytes", Number: true, Cell: func(r load) any { return render.Size(r.bytes[sent] + r.bytes[received]) }},
		{Title: "Tx Packets", Key: "tx_frames", Number: true, Cell: func(r load) any { return r.frames[sent] }},
		{Title: "Tx Bytes", Key: "tx_bytes", Number: true, Cell: func(r load) any { return render.Size(r.bytes[sent]) }},
		{Title: "Rx Packets", Key: "rx_frames", Number: true, Cell: func(r load) any { return r.frames[received] }},
		{Title: "Rx Bytes", Key: "rx_bytes", Number: true, Cell: func(r load) any { return render.Size(r.bytes[received]) }},
	}...)
}

func (c *endpoints[E, I]) report() render.Report {
	var early func(endpoint[E, I]) endpoint[E, I]
	if c.early != nil {
		early = func(k endpoint[E, I]) endpoint[E, I] { return endpoint[E, I]{k.end, c.early(k.id)} }
	}
	return render.Report{
		Title: title(c.title+" Endpoints", c.filter),
		Table: render.Table[*row[endpoint[E, I]]]{Columns: c.columns(), Rows: slices.Values(c.sorted(early))},
		Notes: c.lost.note("endpoints", c.limit),
	}
}

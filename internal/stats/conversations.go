package stats

import (
	"slices"
	"strings"
	"time"

	"github.com/pktscope/pktscope/internal/render"
)

// A pair identifies a conversation: its endpoints in the order of their kind, and
// its I.
type pair[E, I comparable] struct {
	low, high E
	id        I
}

// end returns the lower endpoint in direction 0 and the higher one in direction 1.
func (p pair[E, I]) end(direction int) E {
	if direction == 0 {
		return p.low
	}
	return p.high
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
	for i, proto := range s.protos {
		if proto != c.proto {
			continue
		}
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
func flowColumns[K comparable]() []render.Column[*row[K]] {
	return []render.Column[*row[K]]{
		{Title: "<- Frames", Key: "rx_frames", Number: true, Cell: func(r *row[K]) any { return r.frames[1-r.out()] }},
		{Title: "<- Bytes", Key: "rx_bytes", Number: true, Cell: func(r *row[K]) any { return render.Size(r.bytes[1-r.out()]) }},
		{Title: "-> Frames", Key: "tx_frames", Number: true, Cell: func(r *row[K]) any { return r.frames[r.out()] }},
		{Title: "-> Bytes", Key: "tx_bytes", Number: true, Cell: func(r *row[K]) any { return render.Size(r.bytes[r.out()]) }},
		{Title: "Frames", Key: "frames", Number: true, Cell: func(r *row[K]) any { return r.frames[0] + r.frames[1] }},
		{Title: "Bytes", Key: "bytes", Number: true, Cell: func(r *row[K]) any { return render.Size(r.bytes[0] + r.bytes[1]) }},
		{Title: "Start", Key: "start", Number: true, Cell: func(r *row[K]) any { return r.seconds(r.first, 9) }},
		{Title: "Duration", Key: "duration", Number: true, Cell: func(r *row[K]) any { return r.seconds(r.duration(), 4) }},
	}
}

// seconds are a time of r, nil where no packet has one.
func (r *row[K]) seconds(d time.Duration, digits int) any {
	if !r.timed {
		return nil
	}
	return render.Seconds{Duration: d, Digits: digits}
}

// columns returns those of both endpoints, of the conversation's I, and of the
// flow between them. Endpoint A sent the first packet.
func (c *conversations[E, I]) columns() []render.Column[*row[pair[E, I]]] {
	type conversation = *row[pair[E, I]]
	a := func(r conversation) E { return r.key.end(r.out()) }
	b := func(r conversation) E { return r.key.end(1 - r.out()) }
	ids := render.ColumnsOf(func(r conversation) I { return r.key.id }, c.ids)
	flow := append(flowColumns[pair[E, I]](),
		render.Column[conversation]{Key: "frame", In: render.InParquet, Cell: func(r conversation) any { return r.frame }},
		render.Column[conversation]{Key: "first_seen", In: render.InParquet, Cell: func(r conversation) any { return c.time(r) }})
	if c.sender {
		return slices.Concat(render.ColumnsOf(a, c.ends), ids, flow)
	}
	return slices.Concat(suffixed(render.ColumnsOf(a, c.ends), "A"), suffixed(render.ColumnsOf(b, c.ends), "B"), ids, flow)
}

// suffixed adds the name of an endpoint to the names of its columns.
func suffixed[T any](columns []render.Column[T], name string) []render.Column[T] {
	for i := range columns {
		columns[i].Title += " " + name
		columns[i].Key += "_" + strings.ToLower(name)
	}
	return columns
}

func (c *conversations[E, I]) report() render.Report {
	var early func(pair[E, I]) pair[E, I]
	if c.early != nil {
		early = func(k pair[E, I]) pair[E, I] { return pair[E, I]{k.low, k.high, c.early(k.id)} }
	}
	return render.Report{
		Title: title(c.title+" Conversations", c.filter),
		Table: render.Table[*row[pair[E, I]]]{Columns: c.columns(), Rows: slices.Values(c.sorted(early))},
		Notes: c.lost.note("conversations", c.limit),
	}
}

package http

// What a Tracker keeps at most: 4 MiB of streams, once all are in use, and the heads of
// messages, or, where fields are read, whole messages.
const (
	maxStreams    = 1 << 13
	maxKept       = 8 << 20
	maxKeptFields = 64 << 20
)

// A table holds the streams that have something to remember. Streams are
// numbered as they appear, so a number's low bits are a place of its own among
// the latest, and a new stream displaces the one that is oldest there. Places are made
// by the chunk, as they come into use.
type table struct {
	tags    []uint32 // the stream's number plus 1, 0 for a free place
	chunks  [][]stream
	evicted uint64
}

// chunk is how many places are made at once.
const chunk = 64

func newTable(size int) table {
	return table{tags: make([]uint32, size), chunks: make([][]stream, (size+chunk-1)/chunk)}
}

// find returns the stream of that number, nil without one.
func (t *table) find(number uint32) *stream {
	i := number % uint32(len(t.tags))
	if t.tags[i] != number+1 {
		return nil
	}
	return t.at(i)
}

// at returns what is in a place; the place was taken before.
func (t *table) at(i uint32) *stream { return &t.chunks[i/chunk][i%chunk] }

// add makes a copy of s the stream of that number.
func (t *Tracker) add(number uint32, s *stream) {
	i := number % uint32(len(t.table.tags))
	if c := &t.table.chunks[i/chunk]; *c == nil {
		*c = make([]stream, chunk)
	}
	old := t.table.at(i)
	if t.table.tags[i] != 0 {
		t.table.evicted++
		t.giveAll(old)
	}
	t.table.tags[i], *old = number+1, *s
}

// A stream is what is remembered of a connection that speaks HTTP.
type stream struct {
	sides    [2]side
	requests []request // that await their responses
	guessed  bool      // it speaks HTTP on a port of its own
	spoken   bool      // messages were seen
	last     method    // of the latest request
	tunnel   bool      // what follows is not HTTP
}

// worthKeeping reports whether the stream's next segments mean something else
// than they would to one who knows nothing.
func (s *stream) worthKeeping() bool {
	return s.guessed || s.spoken || s.tunnel || s.last != methodOther || s.sides[0].message.open() || s.sides[1].message.open()
}

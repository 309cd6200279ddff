package browse

import (
	"encoding/binary"
	"sync"

	"github.com/klauspost/compress/zstd"

	"github.com/pktscope/pktscope/internal/capture"
)

const (
	// A block has some 50 kB: small enough that a jump is not felt, large enough to be
	// compressed fast and well.
	rowRecords   = 512
	placeRecords = 4096
	// cachedBlocks are kept decompressed: a screen and what is around it.
	cachedBlocks = 8
)

// A spool holds records, which are numbered from 0, in blocks that are compressed. One
// goroutine appends; any number of goroutines read.
type spool struct {
	records int // of a block
	store   *capture.Unlinked
	zip     *zstd.Encoder
	unzip   *zstd.Decoder

	mu     sync.Mutex // over all below
	blocks []placed
	open   *block // that records are appended to
	count  uint64
	cached []*block // decompressed, the one used last at the end
}

// A placed block is in the store.
type placed struct {
	at   int64
	size int32
}

// A block is consecutive records.
type block struct {
	number int
	bytes  []byte
	ends   []int
}

func newSpool(store *capture.Unlinked, records int) (*spool, error) {
	zip, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true), zstd.WithWindowSize(64<<10))
	if err != nil {
		return nil, err
	}
	unzip, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true))
	if err != nil {
		return nil, err
	}
	return &spool{records: records, store: store, zip: zip, unzip: unzip, open: &block{}}, nil
}

// append appends a record.
func (s *spool) append(record []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.open
	b.bytes = append(b.bytes, record...)
	b.ends = append(b.ends, len(b.bytes))
	s.count++
	if len(b.ends) < s.records {
		return nil
	}
	return s.finish()
}

// finish stores the open block and opens the next.
func (s *spool) finish() error {
	b := s.open
	packed := s.zip.EncodeAll(b.pack(), nil)
	at, err := s.store.Append(packed)
	if err != nil {
		return err
	}
	s.blocks = append(s.blocks, placed{at, int32(len(packed))})
	s.keep(b)
	s.open = &block{number: len(s.blocks), bytes: make([]byte, 0, len(b.bytes)+len(b.bytes)/8), ends: make([]int, 0, s.records)}
	return nil
}

// pack is the block as bytes: the length of each record, and the records.
func (b *block) pack() []byte {
	out := make([]byte, 0, len(b.bytes)+2*len(b.ends))
	from := 0
	for _, end := range b.ends {
		out = binary.AppendUvarint(out, uint64(end-from))
		from = end
	}
	return append(out, b.bytes...)
}

// unpack reads what pack has written.
func unpack(number, records int, in []byte) *block {
	b := &block{number: number, ends: make([]int, 0, records)}
	end := 0
	for range records {
		n, size := binary.Uvarint(in)
		in = in[max(size, 0):]
		end += int(n)
		b.ends = append(b.ends, end)
	}
	b.bytes = in
	return b
}

// len is how many records there are.
func (s *spool) len() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.count
}

// each calls do with records from the i-th on, n of them or as many as there are. What do
// gets is valid until it returns.
func (s *spool) each(i uint64, n int, do func(i uint64, record []byte) error) error {
	for end := i + uint64(n); i < end; {
		b, have, err := s.block(int(i / uint64(s.records)))
		if err != nil {
			return err
		}
		k := int(i % uint64(s.records))
		if k >= have {
			return nil
		}
		for ; k < have && i < end; k, i = k+1, i+1 {
			from := 0
			if k > 0 {
				from = b.ends[k-1]
			}
			if err := do(i, b.bytes[from:b.ends[k]]); err != nil {
				return err
			}
		}
	}
	return nil
}

// block returns a block and how many records it has.
func (s *spool) block(number int) (*block, int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if number > len(s.blocks) {
		return nil, 0, nil
	}
	if number == len(s.blocks) {
		b := *s.open // what is appended later lies behind its records
		return &b, len(b.ends), nil
	}
	for _, b := range s.cached {
		if b.number == number {
			return b, len(b.ends), nil
		}
	}
	p := s.blocks[number]
	packed := make([]byte, p.size)
	if _, err := s.store.ReadAt(packed, p.at); err != nil {
		return nil, 0, err
	}
	raw, err := s.unzip.DecodeAll(packed, nil)
	if err != nil {
		return nil, 0, err
	}
	b := unpack(number, s.records, raw)
	s.keep(b)
	return b, len(b.ends), nil
}

// keep caches a block.
func (s *spool) keep(b *block) {
	if len(s.cached) == cachedBlocks {
		s.cached = s.cached[:copy(s.cached, s.cached[1:])]
	}
	s.cached = append(s.cached, b)
}

package table

import (
	"bytes"
	"hash/crc32"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// A page is some rows of a column.
type page struct {
	rows        int
	number      int // of values and nulls
	nulls       int
	encoding    format.Encoding
	repetitions []byte // levels
	levels      []byte // of definition
	values      []byte
}

// A scratch has the buffers that pages are made in.
type scratch struct {
	repetitions, levels, values, compressed []byte

	header bytes.Buffer
	zstd   codec
	free   [][]byte // of blocks
}

// When pages are compressed.
const (
	minCompressed = 256 // bytes
	minGain       = 5   // as a part of the page
	untried       = 15  // pages of a column behind one that was not worth while
)

// pages are those of a column in a row group.
type pages struct {
	blocks
	uncompressed int64
	values       int64
	nulls        int64
	overflown    bool // the dictionary takes no more texts
	untried      int  // pages that are not compressed
	bounded      bool
	min, max     int64
	stats        []format.PageEncodingStats
}

// add appends a page, whose values are compressed where that makes them smaller.
func (ps *pages) add(p *page, s *scratch) error {
	body, compressed, err := ps.compress(p.values, s)
	if err != nil {
		return err
	}
	crc, levels := crc32.Update(crc32.ChecksumIEEE(p.repetitions), crc32.IEEETable, p.levels), len(p.repetitions)+len(p.levels)
	h := format.PageHeader{
		Type:                 format.DataPageV2,
		UncompressedPageSize: int32(levels + len(p.values)),
		CompressedPageSize:   int32(levels + len(body)),
		CRC:                  int32(crc32.Update(crc, crc32.IEEETable, body)),
		DataPageHeaderV2: thrift.New(format.DataPageHeaderV2{
			NumValues: int32(p.number), NumNulls: int32(p.nulls), NumRows: int32(p.rows), Encoding: p.encoding,
			RepetitionLevelsByteLength: int32(len(p.repetitions)), DefinitionLevelsByteLength: int32(len(p.levels)), IsCompressed: thrift.New(compressed),
		}),
	}
	if err := s.encodeHeader(&h); err != nil {
		return err
	}
	ps.blocks.append(s.header.Bytes())
	ps.blocks.append(p.repetitions)
	ps.blocks.append(p.levels)
	ps.blocks.append(body)
	ps.uncompressed += int64(s.header.Len()) + int64(h.UncompressedPageSize)
	ps.values += int64(p.number)
	ps.nulls += int64(p.nulls)
	ps.count(format.DataPageV2, p.encoding)
	return nil
}

// compress compresses values where that is worth while.
func (ps *pages) compress(values []byte, s *scratch) (body []byte, compressed bool, err error) {
	switch {
	case len(values) < minCompressed:
		return values, false, nil
	case ps.untried > 0:
		ps.untried--
		return values, false, nil
	}
	s.compressed, err = s.zstd.Encode(s.compressed, values)
	if len(s.compressed) > len(values)-len(values)/minGain {
		ps.untried = untried
		return values, false, err
	}
	return s.compressed, true, err
}

func (s *scratch) encodeHeader(h *format.PageHeader) error {
	s.header.Reset()
	return thrift.NewEncoder(new(thrift.CompactProtocol).NewWriter(&s.header)).Encode(h)
}

// count counts pages by their type and encoding.
func (ps *pages) count(kind format.PageType, e format.Encoding) {
	for i := range ps.stats {
		if s := &ps.stats[i]; s.PageType == kind && s.Encoding == e {
			s.Count++
			return
		}
	}
	ps.stats = append(ps.stats, format.PageEncodingStats{PageType: kind, Encoding: e, Count: 1})
}

// bounds takes in the least and the greatest number of a page.
func (ps *pages) bounds(least, greatest int64) {
	if !ps.bounded {
		ps.min, ps.max, ps.bounded = least, greatest, true
	}
	ps.min, ps.max = min(ps.min, least), max(ps.max, greatest)
}

func (ps *pages) reset() {
	ps.blocks.reset()
	*ps = pages{blocks: ps.blocks, stats: ps.stats[:0], untried: ps.untried}
}

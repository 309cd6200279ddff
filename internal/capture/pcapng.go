package capture

import "io"

// pcapng: https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-03.html
//
// A file is a sequence of blocks: type(4) total length(4) body, padded to 32
// bits, total length(4) again.
const (
	blockHeader  = 8
	blockTrailer = 4
	blockMin     = blockHeader + blockTrailer

	byteOrderMagic = 0x1a2b3c4d

	// A block longer than this has no sense; Wireshark draws the same line.
	maxBlock = 32 + 128<<20 + 128<<10
	// A packet block longer than this would cost too much memory. No link type
	// has frames that come near.
	maxPacketBlock = maxFrame + 256<<10
)

// A BlockType is the type of a pcapng block.
type BlockType uint32

// Block types that this package decodes.
const (
	blockSHB = 0x0a0d0d0a

	BlockInterface     BlockType = 1
	BlockPacket        BlockType = 2 // obsolete
	BlockSimplePacket  BlockType = 3
	BlockNames         BlockType = 4
	BlockStatistics    BlockType = 5
	BlockEnhanced      BlockType = 6
	BlockJournal       BlockType = 9 // an entry of systemd's journal
	BlockSecrets       BlockType = 10
	BlockCustom        BlockType = 0x00000bad
	BlockCustomPrivate BlockType = 0x40000bad // not to be copied into other files
	BlockSysdig        BlockType = 0x204
	BlockSysdig2       BlockType = 0x216
	BlockSysdig2Large  BlockType = 0x221
)

// pcapngFile reads the blocks of a pcapng file.
type pcapngFile struct {
	r       *Reader
	order   byteOrder
	section int             // number of the section, from 1
	ifaces  []pcapngIface   // of the section
	names   map[string]bool // of its interfaces
	none    *Interface      // stands for "no interface" in the section
}

// A pcapngIface is an interface with what its packets need.
type pcapngIface struct {
	*Interface
	limit uint32 // of a frame's captured length
	res   resolution
}

// openPcapng reads the first section header. Interfaces follow when the blocks
// that describe them come by.
func (r *Reader) openPcapng() error {
	f := &pcapngFile{r: r}
	r.meta.Format = "pcapng"
	if err := f.readSection(); err != nil {
		if err == io.EOF {
			err = r.ended(0, len(r.in.buffered()), "section header block", sectionMin)
		}
		return err
	}
	r.format = f
	return nil
}

// next reads blocks up to the next one that has a frame number.
func (f *pcapngFile) next(p *Packet) error {
	in := &f.r.in
	for {
		h := in.peek(blockHeader)
		if len(h) < blockHeader {
			return f.r.ended(in.offset(), len(h), "block header", blockHeader)
		}
		typ, total := BlockType(f.order.u32(h)), f.order.u32(h[4:])
		var err error
		switch typ {
		case BlockEnhanced, BlockPacket, BlockSimplePacket,
			BlockCustom, BlockCustomPrivate,
			BlockJournal, BlockSysdig, BlockSysdig2, BlockSysdig2Large:
			return f.readPacket(p, typ, total)
		case blockSHB:
			err = f.readSection()
		case BlockInterface, BlockNames, BlockStatistics, BlockSecrets:
			err = f.readMeta(typ, total)
		default:
			err = f.skip(total)
		}
		if err != nil {
			return err
		}
	}
}

// size checks a block's total length. Some writers forgot to count the padding,
// so it is rounded up.
func (f *pcapngFile) size(total uint32, least int) (int64, error) {
	size := (int64(total) + 3) &^ 3
	if size < int64(least) || size > maxBlock {
		return 0, f.damaged("block total length", "%d bytes, not %d to %d", total, least, maxBlock)
	}
	return size, nil
}

// block returns a whole block, without its trailer, of a size that was checked.
// The stream still stands at its begin, where errors in it belong.
func (f *pcapngFile) block(size int64) ([]byte, error) {
	in := &f.r.in
	b := in.peek(int(size))
	if int64(len(b)) < size {
		return nil, f.r.ended(in.offset(), len(b), "block", int(size))
	}
	end := size - blockTrailer
	if err := f.trailer(b[end:], in.offset(), size); err != nil {
		return nil, err
	}
	return b[:end], nil
}

// trailer compares the total length at a block's end with the first one.
func (f *pcapngFile) trailer(b []byte, begin, size int64) error {
	again := f.order.u32(b)
	if (int64(again)+3)&^3 != size {
		return f.r.fault(ErrDamaged, begin, "block total length", "%d at the block's begin, %d at its end", size, again)
	}
	return nil
}

// skip steps over a block that is not kept, however long it is.
func (f *pcapngFile) skip(total uint32) error {
	size, err := f.size(total, blockMin)
	if err != nil {
		return err
	}
	r := f.r
	begin := r.in.offset()
	n := r.in.skip(size - blockTrailer)
	t := r.in.peek(blockTrailer)
	if len(t) < blockTrailer {
		return r.ended(begin, int(n)+len(t), "block", int(size))
	}
	if err := f.trailer(t, begin, size); err != nil {
		return err
	}
	r.in.advance(blockTrailer)
	return nil
}

// damaged makes the error for the block that the stream stands at.
func (f *pcapngFile) damaged(field, detail string, args ...any) error {
	return f.r.fault(ErrDamaged, f.r.in.offset(), field, detail, args...)
}

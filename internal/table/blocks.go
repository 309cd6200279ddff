package table

// blockBytes is how large a block is.
const blockBytes = 32 << 10

// blocks are bytes that grow without moving, in blocks that come from a store and go back there.
type blocks struct {
	list [][]byte
	free *[][]byte
}

func (b *blocks) append(data []byte) {
	for len(data) > 0 {
		if n := len(b.list); n == 0 || len(b.list[n-1]) == blockBytes {
			b.list = append(b.list, b.block())
		}
		last := &b.list[len(b.list)-1]
		n := min(len(data), blockBytes-len(*last))
		*last, data = append(*last, data[:n]...), data[n:]
	}
}

// block is an empty block.
func (b *blocks) block() []byte {
	n := len(*b.free)
	if n == 0 {
		return make([]byte, 0, blockBytes)
	}
	block := (*b.free)[n-1]
	*b.free = (*b.free)[:n-1]
	return block[:0]
}

func (b *blocks) reset() {
	*b.free = append(*b.free, b.list...)
	b.list = b.list[:0]
}

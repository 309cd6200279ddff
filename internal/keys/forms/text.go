package forms

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// headLen is how much of a file's beginning says what it is.
const headLen = 4096

// Byte order marks, with which some editors begin a text, and PowerShell's ">" every
// text.
var (
	markUTF8    = []byte{0xef, 0xbb, 0xbf}
	markUTF16LE = []byte{0xff, 0xfe}
	markUTF16BE = []byte{0xfe, 0xff}
)

// textOf returns a file's text as UTF-8 without its byte order mark, and how it
// begins.
func textOf(file io.Reader) (in *bufio.Reader, head []byte, err error) {
	in = bufio.NewReaderSize(file, 64<<10)
	mark, _ := in.Peek(len(markUTF8))
	switch {
	case bytes.Equal(mark, markUTF8):
		_, _ = in.Discard(len(markUTF8))
	case bytes.HasPrefix(mark, markUTF16LE):
		in = bufio.NewReaderSize(&utf16Reader{in: in, order: binary.LittleEndian}, 64<<10)
		_, _ = in.Discard(utf8.RuneLen('\ufeff'))
	case bytes.HasPrefix(mark, markUTF16BE):
		in = bufio.NewReaderSize(&utf16Reader{in: in, order: binary.BigEndian}, 64<<10)
		_, _ = in.Discard(utf8.RuneLen('\ufeff'))
	}
	head, err = in.Peek(headLen)
	return in, head, err
}

// A utf16Reader reads UTF-16 as UTF-8.
type utf16Reader struct {
	in    *bufio.Reader
	order binary.ByteOrder
	made  []byte // not yet read
}

// Read implements io.Reader.
func (r *utf16Reader) Read(b []byte) (int, error) {
	for len(r.made) == 0 {
		first, err := r.unit()
		if err != nil {
			return 0, err
		}
		c := rune(first)
		if utf16.IsSurrogate(c) {
			second, _ := r.unit()
			c = utf16.DecodeRune(c, rune(second))
		}
		r.made = utf8.AppendRune(r.made[:0], c)
	}
	n := copy(b, r.made)
	r.made = r.made[n:]
	return n, nil
}

// unit reads two bytes. An odd one at the end is left out.
func (r *utf16Reader) unit() (uint16, error) {
	var b [2]byte
	if _, err := io.ReadFull(r.in, b[:]); err != nil {
		return 0, io.EOF
	}
	return r.order.Uint16(b[:]), nil
}

package view

import (
	"context"
	"fmt"
	"strings"

	"github.com/pktscope/pktscope/internal/render"
)

// mostFollowed bounds the text of a stream that is shown.
const mostFollowed = 4 << 20

// Follow implements Source.
func (b *browsed) Follow(ctx context.Context, number uint64) (*Stream, error) {
	found, err := b.c.Follow(ctx, number, nil)
	if err != nil {
		return nil, err
	}
	s := &Stream{Filter: strings.Replace(found.Filter, " eq ", " == ", 1)}
	for i, e := range found.Ends {
		s.Peers[i] = e.String()
	}
	shown, left := 0, found.Left
	for _, t := range found.Turns {
		n := min(len(t.Data), mostFollowed-shown)
		if shown, left = shown+n, left+uint64(len(t.Data)-n); n > 0 {
			s.Turns = append(s.Turns, Turn{t.Number, t.From, textOf(t.Data[:n])})
		}
	}
	if left > 0 {
		s.Note = fmt.Sprintf("%s are left out", render.Plural(left, "byte", "bytes"))
	}
	return s, nil
}

// textOf is data with a dot for what is no letter of ASCII and no end of a line.
func textOf(data []byte) string {
	var b strings.Builder
	for i, c := range data {
		switch {
		case c == '\n':
			b.WriteByte(c)
		case c != '\r' || i+1 == len(data) || data[i+1] != '\n':
			b.WriteByte(printable(c))
		}
	}
	return b.String()
}

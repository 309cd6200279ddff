package session

import (
	"bytes"
	"io"
	"os"
	"strings"

	"github.com/pktscope/pktscope/internal/render"
)

// Messages are standard error: what an error quotes, such as the name of a file or a word
// of the command line, is escaped for a terminal.
type Messages struct {
	to    io.Writer
	words *strings.Replacer // of the command line, that have a line end
}

// NewMessages makes Messages of the command line args.
func NewMessages(to io.Writer, args []string) *Messages {
	var words []string
	for _, a := range args {
		flag, _, _ := strings.Cut(a, "=")
		for _, word := range []string{a, flag} {
			if strings.ContainsAny(word, "\n\t") {
				words = append(words, word, string(render.AppendClean(nil, word)))
			}
		}
	}
	return &Messages{to, strings.NewReplacer(words...)}
}

// File returns what is written to as a file, nil if it is none.
func (m *Messages) File() *os.File {
	f, _ := m.to.(*os.File)
	return f
}

// Write implements io.Writer. Lines stay lines.
func (m *Messages) Write(text []byte) (int, error) {
	var b []byte
	for line := range bytes.Lines([]byte(m.words.Replace(string(text)))) {
		whole := bytes.TrimSuffix(line, []byte("\n"))
		b = append(render.AppendClean(b, string(whole)), line[len(whole):]...)
	}
	if _, err := m.to.Write(b); err != nil {
		return 0, err
	}
	return len(text), nil
}

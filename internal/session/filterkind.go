package session

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/filter"
	"github.com/pktscope/pktscope/internal/render"
)

// hintCapture adds to the error of a display filter, where the text has the words of
// libpcap's language, that this is for -f. Libpcap itself is not asked: it would look up
// unknown words as names of hosts.
func hintCapture(err error, text string) error {
	words := []string{"host", "port", "portrange", "net", "src", "dst", "gateway", "proto", "less", "greater"}
	if !slices.ContainsFunc(strings.Fields(text), func(w string) bool { return slices.Contains(words, strings.Trim(w, "()!")) }) {
		return err
	}
	return fmt.Errorf("%w\nIt looks like a capture filter: -f takes these, -Y takes display filters such as ip.addr == 10.0.0.1", err)
}

// hintDisplay adds to the error of a capture filter that the text is a display filter.
func hintDisplay(err error, text string, fields render.Fields) error {
	if !errors.As(err, new(*capture.FilterError)) {
		return err
	}
	if f, wrong := filter.Compile(text, fields); wrong != nil || f == nil {
		return err
	}
	return fmt.Errorf("%w\nIt is a display filter: -Y takes it, -f takes capture filters such as host 10.0.0.1", err)
}

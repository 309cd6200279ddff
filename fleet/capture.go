package fleet

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"

	"github.com/pktscope/pktscope/internal/capture"
)

// A Capture is one of the files that are read.
type Capture struct {
	Name  string // its path, with a scheme such as gs:// for other file systems
	Order int    // among all; it decides between packets of one time
	Label string // of its interfaces, as capture.Labels has it; "": they keep their names
}

// Captures are the files that patterns match, each once, in the order of their names.
func Captures(ctx context.Context, patterns []string) ([]Capture, error) {
	var names []string
	for _, pattern := range patterns {
		matches, err := list(ctx, pattern)
		if err != nil {
			return nil, err
		}
		names = append(names, matches...)
	}
	if len(names) == 0 {
		return nil, errors.New("no captures to read")
	}
	slices.Sort(names)
	return captures(slices.Compact(names)), nil
}

// captures are files in their order, each with its label. One file alone is no place beside
// others: its interfaces keep their names, as in a run of pktscope.
func captures(names []string) []Capture {
	labels := capture.Labels(names)
	out := make([]Capture, len(names))
	for i, name := range names {
		out[i] = Capture{Name: name, Order: i}
		if len(names) > 1 {
			out[i].Label = labels[i]
		}
	}
	return out
}

// list are the files that a pattern matches.
func list(ctx context.Context, pattern string) ([]string, error) {
	fs, err := filesystem.New(ctx, pattern)
	if err != nil {
		return nil, err
	}
	defer fs.Close()
	names, err := fs.List(ctx, pattern)
	names = slices.DeleteFunc(names, isFolder)
	if err == nil && len(names) == 0 {
		err = errors.New("no such file")
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", pattern, err)
	}
	return names, nil
}

// isFolder reports whether a name is that of a folder, which no capture is; file systems of objects
// have none.
func isFolder(name string) bool {
	st, err := os.Stat(name)
	return err == nil && st.IsDir()
}

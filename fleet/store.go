package fleet

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
)

// aside is the folder below the output in which files are until they are whole. Engines that
// read tables leave out what begins with a dot.
const aside = ".aside"

// A file is one of the output, which has its name once it is whole: an engine may process a
// bundle twice, also at once, and each time all of the file is made in its place.
type file struct {
	fs         filesystem.Interface
	to         io.WriteCloser
	temp, name string
}

// create makes a file of that name below a folder.
func create(ctx context.Context, folder, name string) (*file, error) {
	fs, err := filesystem.New(ctx, folder)
	if err != nil {
		return nil, err
	}
	f := &file{fs: fs, temp: strings.Join([]string{folder, aside, rand.Text()}, "/"), name: folder + "/" + name}
	if f.to, err = fs.OpenWrite(ctx, f.temp); err != nil {
		return nil, errors.Join(err, fs.Close())
	}
	return f, nil
}

// Write implements io.Writer.
func (f *file) Write(b []byte) (int, error) { return f.to.Write(b) }

// finish gives the file its name.
func (f *file) finish(ctx context.Context) error {
	defer f.fs.Close()
	if err := f.to.Close(); err != nil {
		return err
	}
	if !strings.Contains(f.name, "://") { // file systems of objects have no folders
		if err := os.MkdirAll(filepath.Dir(f.name), 0o777); err != nil {
			return err
		}
	}
	if err := filesystem.Rename(ctx, f.fs, f.temp, f.name); err != nil {
		return fmt.Errorf("%s: %w", f.name, err)
	}
	return nil
}

// discard removes a file that is not wanted.
func (f *file) discard(ctx context.Context) {
	defer f.fs.Close()
	_ = f.to.Close()
	if r, ok := f.fs.(filesystem.Remover); ok {
		_ = r.Remove(ctx, f.temp)
	}
}

// number is a number in names, which then are in its order.
func number(n int) string { return fmt.Sprintf("%05d", n) }

package table

import (
	"io/fs"
	"os"
	"path"

	"github.com/parquet-go/parquet-go"
)

// CaptureIn is the capture that the files in a capture's folder of a table are of, as it was
// named, "" where there is no file that tells it.
func CaptureIn(root *os.Root, folder string) string {
	parts, err := fs.Glob(root.FS(), path.Join(folder, "day=*", "part-*.parquet"))
	if err != nil || len(parts) == 0 {
		return ""
	}
	f, err := root.Open(parts[0])
	if err != nil {
		return ""
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return ""
	}
	whole, err := parquet.OpenFile(f, st.Size(), parquet.SkipPageIndex(true))
	if err != nil {
		return ""
	}
	rows := parquet.NewGenericReader[Place](whole)
	defer rows.Close()
	var first [1]Place
	_, _ = rows.Read(first[:]) // no row, no name
	return first[0].File
}

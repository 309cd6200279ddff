package table

// A Row is a row of a table.
type Row interface {
	// Table is the name of the table.
	Table() string
	// Origin is where the row is from, and when it began, nil where that is not known.
	Origin() (Place, *Time)
}

// A Place is the frame that a row is from, the first of several. A row that is of no frame
// has no number, and one whose capture is not known no file.
type Place struct {
	File  string `parquet:"file,optional,dict" json:"-"` // the capture, as it was named
	Frame *int64 `parquet:"frame,optional" json:"frame"` // its number there, from 1
}

// A Locator tells of a frame's number over all captures of a run which capture the frame is
// of, "" if that is not known, and its number there.
type Locator func(frame uint64) (file string, own uint64)

// locate makes a number over all captures one in its own.
func (p *Place) locate(of Locator) {
	p.File = of.own(p.Frame)
}

// own makes a number over all captures one in its own, and returns that.
func (of Locator) own(frame *int64) (file string) {
	if frame == nil {
		return ""
	}
	file, own := of(uint64(*frame))
	*frame = int64(own)
	return file
}

// Package render writes packets and reports: one file a format.
//
// Every format turns one row into bytes and keeps nothing between rows, so
// that rows are rendered on all cores and joined in the order of the capture.
package render

import (
	"fmt"
	"strings"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/frame"
)

// A Row is one packet that is ready to be written. One goroutine uses it at a
// time, and may use it again for the next packet.
type Row struct {
	Packet *dissect.Packet
	Frame  *frame.Frame
	Tree   *field.Tree // nil unless the format needs one

	join joiner
}

// Options say how rows are written. The zero value is a plain table.
type Options struct {
	Names    *field.Names
	Time     TimeFormat
	Color    bool
	Width    int  // of the terminal in columns; 0: rows are not cut
	Header   bool // a line of column names first
	Summary  bool // the row of the table above detail and bytes, which replace it otherwise
	Detail   bool // the detail tree
	Only     []string
	Hex      bool // the bytes
	Fields   FieldOptions
	File     string // the capture's name
	Version  string // of the program
	Now      time.Time
	Registry *dissect.Registry
}

// A Format turns rows into bytes. AppendRow may run on several goroutines at
// once; AppendBegin and AppendEnd frame the whole output, and Separator stands
// between rows.
type Format interface {
	NeedsTree() bool
	AppendBegin(b []byte) []byte
	AppendRow(b []byte, r *Row) []byte
	AppendEnd(b []byte) []byte
	Separator() string
}

// Formats names the formats that New makes.
var Formats = []string{"text", "tabs", "psml", "pdml", "json", "ek", "fields", "csv"}

// New makes the format of that name.
func New(name string, o Options) (Format, error) {
	switch name {
	case "text":
		return newText(o)
	case "tabs":
		return &tabs{o: o}, nil
	case "psml":
		return &psml{o: o}, nil
	case "pdml":
		return &pdml{o: o}, nil
	case "json":
		return newJSON(o)
	case "ek":
		return newEK(o)
	case "fields":
		return newFields(o)
	case "csv":
		return newCSV(o)
	}
	return nil, fmt.Errorf("there is no format %q; there are %s", name, strings.Join(Formats, ", "))
}

// Plain is the frame of formats that have none.
type plain struct{}

func (plain) NeedsTree() bool             { return false }
func (plain) AppendBegin(b []byte) []byte { return b }
func (plain) AppendEnd(b []byte) []byte   { return b }
func (plain) Separator() string           { return "" }

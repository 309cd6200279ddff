// Package render writes packets and reports: one file a format.
//
// A format renders one row at a time and keeps nothing between rows, so that rows can
// be rendered on all cores and joined in the order of the capture.
//
// To add a format of packets: a file with a Format, and a case in New. To add a
// column to a report: a Column in its Table, in the package of the report.
package render

import (
	"fmt"
	"strings"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/frame"
	"github.com/pktscope/pktscope/internal/filter"
)

// A Row is one packet to be rendered. One goroutine uses it at a time, and may reuse
// it for the next packet.
type Row struct {
	Packet *dissect.Packet
	Frame  *frame.Frame
	Tree   *field.Tree // nil unless the format needs one

	join    joiner
	aliased field.Tree
	matcher filter.Matcher // of expressions
}

// whole returns the row's tree with the aliases of its fields.
func (r *Row) whole(names *field.Names) *field.Tree {
	r.name(names)
	r.aliased.Aliased(r.Tree)
	return &r.aliased
}

// name gives the row's tree names of addresses; names nil: none.
func (r *Row) name(names *field.Names) {
	if names == nil {
		names = &noNames
	}
	r.Tree.Names = names
}

var noNames field.Names

// Options select what rows show and how. The zero value is the table without
// colours.
type Options struct {
	Names   *field.Names
	Time    TimeFormat
	As      Dialect
	Color   bool // of text
	Palette Palette
	Tint    bool // packets in PSML and PDML have their colours as attributes
	Cells   bool // of the text, for a Listing: rows are cells that it lays out
	Header  bool // the first line has the names of the columns
	Summary bool // detail and bytes follow the row of the table, which they replace otherwise
	Detail  bool // the detail tree
	Only    []string
	Hex     bool // the bytes; in JSON those of each field
	Dump    Dump // how text has them

	Layers, WholeLayers []string // see layers

	Fields   FieldOptions
	Columns  []PacketColumn // of text, tabs and psml; nil: the usual ones
	File     string         // the capture's name
	Version  string         // of the program
	Now      time.Time
	Registry *dissect.Registry
}

// A Format renders rows. AppendRow may run on several goroutines at once. AppendBegin
// and AppendEnd are called once, before and after all rows; Separator is written
// between rows.
type Format interface {
	NeedsTree() bool
	AppendBegin(b []byte) []byte
	AppendRow(b []byte, r *Row) []byte
	AppendEnd(b []byte) []byte
	Separator() string
}

// Formats names the formats that New makes.
var Formats = []string{"text", "tabs", "psml", "pdml", "json", "jsonraw", "ndjson", "ek", "fields", "csv"}

// New makes the format of that name.
func New(name string, o Options) (Format, error) {
	switch name {
	case "text":
		return newText(o)
	case "tabs":
		f := &tabs{o: o}
		return f, f.o.resolveColumns()
	case "psml":
		f := &psml{o: o}
		return f, f.o.resolveColumns()
	case "pdml":
		l, err := newLayers(&o)
		return &pdml{o: o, layers: l}, err
	case "json":
		return newJSON(o)
	case "jsonraw":
		return newRawJSON(o)
	case "ndjson":
		return newJSONLines(o)
	case "ek":
		return newEK(o)
	case "fields":
		return newFields(o)
	case "csv":
		return newCSV(o)
	}
	return nil, fmt.Errorf("there is no format %q; there are %s", name, strings.Join(Formats, ", "))
}

// unframed is embedded by formats that have nothing before, between and after rows,
// and need no tree.
type unframed struct{}

func (unframed) NeedsTree() bool             { return false }
func (unframed) AppendBegin(b []byte) []byte { return b }
func (unframed) AppendEnd(b []byte) []byte   { return b }
func (unframed) Separator() string           { return "" }

package render

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// A Report is a table and what stands around it.
type Report struct {
	Lead  []string // lines above all else, where people read it
	Title string   // of one among several, above it
	Key   string   // the same in JSON
	Table Tabular
	Notes []string // below the table, where people read it
	// Forgotten is how many rows there was no room for: in JSON a field of each row.
	Forgotten uint64
	Exact     bool   // a Size has all digits and no unit for people, too
	Text      string // replaces Title, Table and Notes in the format "table"
	// Picture is the table as a picture, in a page or of its own; nil: there is none.
	Picture func(inline bool) []byte
	Empty   bool // no row tells of anything; a Table without rows never does
}

// None reports whether the report has nothing to tell.
func (r *Report) None() bool {
	if !r.Empty && r.Table != nil {
		for range r.Table.cells(InJSON) {
			return false
		}
	}
	return true
}

// ReportFormats names the formats that WriteReport writes.
var ReportFormats = []string{"table", "json", "csv", "markdown", "html"}

// A FormatSet is a set of ReportFormats.
type FormatSet uint8

// The formats, in the order of ReportFormats, and those that others than this package write.
const (
	InTable FormatSet = 1 << iota
	InJSON
	InCSV
	InMarkdown
	InHTML
	InParquet // see Objects

	ForReaders  = InTable | InMarkdown | InHTML
	ForPrograms = InJSON | InCSV | InParquet
)

// WriteReport writes tables in a format. In JSON, one is an array of objects,
// several are an object that has them by their keys.
func WriteReport(w io.Writer, format string, reports ...Report) error {
	i := slices.Index(ReportFormats, format)
	if i < 0 {
		return fmt.Errorf("there is no report format %q; there are %s", format, strings.Join(ReportFormats, ", "))
	}
	in := FormatSet(1) << i
	switch in {
	case InJSON:
		return writeJSON(w, reports)
	case InHTML:
		return WritePage(w, PageOf(pageTitle(reports), reports...))
	}
	for i := range reports {
		if err := reports[i].write(w, in, i > 0); err != nil {
			return err
		}
	}
	return nil
}

// pageTitle is the title of a page of tables that has none of its own.
func pageTitle(reports []Report) string {
	if len(reports) == 1 && reports[0].Title != "" {
		return reports[0].Title
	}
	return "pktscope"
}

// write writes one of several tables; separate says that it is not the first.
func (r *Report) write(w io.Writer, format FormatSet, separate bool) error {
	if r.Text != "" && format == InTable {
		_, err := io.WriteString(w, cleanTabs(r.Text))
		return err
	}
	if format != InCSV {
		if err := r.writeLead(w, format); err != nil {
			return err
		}
	}
	if err := r.writeTitle(w, format, separate); err != nil {
		return err
	}
	var err error
	switch format {
	case InTable:
		err = r.writeText(w)
	case InCSV:
		return r.writeCSV(w)
	default:
		err = r.writeMarkdown(w)
	}
	if err != nil {
		return err
	}
	return r.writeNotes(w, format)
}

// writeTitle separates a table from the one before it and names it.
func (r *Report) writeTitle(w io.Writer, format FormatSet, separate bool) error {
	s := ""
	if separate {
		s = "\n"
	}
	title := string(appendClean(nil, []byte(r.Title)))
	switch {
	case title == "" || format == InCSV:
	case format == InMarkdown:
		s += "## " + markdownCell.Replace(title) + "\n\n"
	default:
		s += title + "\n"
	}
	_, err := io.WriteString(w, s)
	return err
}

// writeLead writes the lines above a table.
func (r *Report) writeLead(w io.Writer, format FormatSet) error {
	for _, line := range r.Lead {
		s := noteText(line, format) + "\n"
		if format == InMarkdown { // a paragraph of its own
			s += "\n"
		}
		if _, err := io.WriteString(w, s); err != nil {
			return err
		}
	}
	return nil
}

// writeNotes writes the notes below a table.
func (r *Report) writeNotes(w io.Writer, format FormatSet) error {
	for _, note := range r.Notes {
		s := noteText(note, format)
		if format == InMarkdown {
			s = "\n" + s
		}
		if _, err := io.WriteString(w, s+"\n"); err != nil {
			return err
		}
	}
	return nil
}

// noteText is a line of text in a format.
func noteText(note string, format FormatSet) string {
	s := string(appendClean(nil, []byte(note)))
	if format == InMarkdown {
		return markdownCell.Replace(s)
	}
	return s
}

package forms

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/pktscope/pktscope/internal/keys"
)

// A collector gathers what the forms find in one file.
type collector struct {
	*reader
	place keys.Place // the line that is being read

	table    bool // a table's row was seen, in which nothing else should stand
	log      bool // a log's line was seen: most lines of a log have no keys
	first    int  // the first line of unknown form
	unknown  int  // number of lines of unknown form
	problems int
	records  int
	full     bool
	blank    bool // nothing but white space, as far as the head says
	salts    plutoSalts
	kind     string // what the text is, if it has no key; "" where that is not known

	firstIKE, firstESP, firstProblem int // of this file in the set
}

// countUnknown counts a line of unknown form.
func (c *collector) countUnknown() {
	if c.unknown == 0 {
		c.first = c.place.Line
	}
	c.unknown++
}

// finish sorts records and problems by line, and adds the problems of the file as a
// whole.
func (c *collector) finish() {
	if c.included == 0 {
		slices.SortStableFunc(c.set.IKE[c.firstIKE:], func(a, b *keys.IKE) int { return a.Place.Line - b.Place.Line })
		slices.SortStableFunc(c.set.ESP[c.firstESP:], func(a, b *keys.ESP) int { return a.Place.Line - b.Place.Line })
		slices.SortStableFunc(c.set.Problems[c.firstProblem:], func(a, b *keys.Problem) int { return a.Place.Line - b.Place.Line })
	}
	whole := keys.Place{File: c.place.File}
	if c.table && !c.log && c.unknown > 0 {
		text := "no known form of a key"
		if c.unknown > 1 {
			text += ", and " + strconv.Itoa(c.unknown-1) + " more lines"
		}
		c.problem(keys.Problem{Place: keys.Place{File: c.place.File, Line: c.first}, Text: text})
	}
	if more := c.problems - maxProblems; more > 0 {
		c.set.Problems = append(c.set.Problems, &keys.Problem{Place: whole, Text: strconv.Itoa(more) + " more problems"})
	}
	if c.records == 0 && c.problems == 0 {
		c.problem(keys.Problem{Place: whole, Text: c.withoutKeys()})
	}
}

// problem keeps p, if there are not too many already.
func (c *collector) problem(p keys.Problem) {
	if c.problems++; c.problems <= maxProblems {
		c.set.Problems = append(c.set.Problems, &p)
	}
}

// fail reports what is wrong with the line that is being read.
func (c *collector) fail(sa, field, text string) { c.failAt(c.place, sa, field, text) }

func (c *collector) failAt(at keys.Place, sa, field, text string) {
	c.problem(keys.Problem{Place: at, SA: sa, Field: field, Text: text})
}

// room counts a record, and reports whether there is room for it.
func (c *collector) room() bool {
	if c.full {
		return false
	}
	if c.records++; c.records > maxRecords {
		c.full = true
		c.fail("", "", "more than "+strconv.Itoa(maxRecords)+" keys: the rest is left out")
		return false
	}
	return true
}

// include reads a file that is named in this one.
func (c *collector) include(name string) {
	if c.included++; c.included > maxIncludes {
		c.fail("", "file", "more than "+strconv.Itoa(maxIncludes)+" files that are named by files")
		return
	}
	if !filepath.IsAbs(name) {
		name = filepath.Join(filepath.Dir(c.place.File), name)
	}
	before := len(c.set.IKE) + len(c.set.ESP) + len(c.set.PSK)
	if err := c.read(name); err != nil {
		var path *fs.PathError
		if errors.As(err, &path) {
			err = path.Err // the name is the user's, or a key that strayed
		}
		c.fail("", "file", err.Error())
	}
	c.records += max(1, len(c.set.IKE)+len(c.set.ESP)+len(c.set.PSK)-before)
}

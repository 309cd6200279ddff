package stats

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pktscope/pktscope/internal/render"
)

// A tree is a statistic in tshark's form NAME,tree: items within items, each with how
// often it came, its rate, its share of the item that it is in, and its burst.
type tree struct {
	title  string // as "IPv4 Statistics/All Addresses"
	item   string // the title of the first column
	filter string
	items  []item // in the order in which they came; a child is behind its parent
	limit  int    // of items
	lost   uint64 // packets, or parts of them, that came when there were too many items
	tick   func(t *tree, s *sample)

	began, now time.Duration // of the first packet that counts, and of the last
	begun      bool
}

// An item is one line of a tree.
type item struct {
	name     string
	parent   int // root: none
	children []int
	byName   map[string]int // where there are many children
	ordered  bool           // children stay in the order in which they came

	count              uint64
	valued             bool // the items are values: average, least, most
	ms                 bool // and these are nanoseconds, told as milliseconds
	total, least, most uint64
	burst              burst
}

const root = -1

// add appends an item without counting it.
func (t *tree) add(parent int, name string) int {
	if len(t.items) >= t.limit {
		return root
	}
	i := len(t.items)
	t.items = append(t.items, item{name: name, parent: parent})
	if parent != root {
		p := &t.items[parent]
		p.children = append(p.children, i)
		if p.byName == nil {
			p.byName = map[string]int{}
		}
		p.byName[name] = i
	}
	return i
}

// bump counts item i.
func (t *tree) bump(i int) {
	t.items[i].count++
	t.items[i].burst.add(t.now)
}

// within counts the item of this name within parent, and returns it; root if there are
// too many.
func (t *tree) within(parent int, name string) int {
	if parent == root {
		return root
	}
	i, ok := t.items[parent].byName[name]
	if !ok {
		if i = t.add(parent, name); i == root {
			t.lost++
			return root
		}
	}
	t.bump(i)
	return i
}

// value counts a value of item i.
func (t *tree) value(i int, v uint64) {
	it := &t.items[i]
	if it.count == 0 || v < it.least {
		it.least = v
	}
	it.most = max(it.most, v)
	it.total += v
	t.bump(i)
}

// count implements statistic.
func (t *tree) count(s *sample) {
	was := t.now
	if s.timed {
		t.now = s.at
	}
	before := t.ticks()
	if t.tick(t, s); t.ticks() == before {
		t.now = was
		return
	}
	if !t.begun {
		t.began, t.begun = t.now, true
	}
}

// ticks is how often the outermost items came.
func (t *tree) ticks() (n uint64) {
	for i := range t.items {
		if t.items[i].parent != root {
			break
		}
		n += t.items[i].count
	}
	return n
}

// sorted returns the children of an item: most first, and of those that came as often
// the name that is last in the order of its bytes.
func (t *tree) sorted(i int) []int {
	children := slices.Clone(t.items[i].children)
	if t.items[i].ordered {
		return children
	}
	slices.SortFunc(children, func(a, b int) int {
		return cmp.Or(cmp.Compare(t.items[b].count, t.items[a].count), strings.Compare(t.items[b].name, t.items[a].name))
	})
	return children
}

// A line is an item with its depth.
type line struct {
	*item
	depth int
	path  string // of the items that it is within
}

// lines are the items from the outermost inwards.
func (t *tree) lines() []line {
	var out []line
	var walk func(i, depth int, path string)
	walk = func(i, depth int, path string) {
		it := &t.items[i]
		out = append(out, line{it, depth, path})
		for _, c := range t.sorted(i) {
			walk(c, depth+1, strings.TrimPrefix(path+" > "+it.name, " > "))
		}
	}
	for i := range t.items {
		if t.items[i].parent == root {
			walk(i, 0, "")
		}
	}
	return out
}

// report implements statistic.
func (t *tree) report() render.Report {
	r := render.Report{
		Title: title(strings.ReplaceAll(t.title, "/", " / "), t.filter),
		Table: render.Table[line]{Columns: t.columns(), Rows: slices.Values(t.lines())},
		Text:  t.text(),
		Empty: !slices.ContainsFunc(t.items, func(i item) bool { return i.count > 0 }),
	}
	if t.lost > 0 {
		r.Notes = []string{fmt.Sprintf("%d counts are left out: there are no more than %d items.", t.lost, t.limit)}
	}
	return r
}

func (t *tree) columns() []render.Column[line] {
	number := func(title, key string, cell func(l line) any) render.Column[line] {
		return render.Column[line]{Title: title, Key: key, Number: true, Cell: cell}
	}
	return []render.Column[line]{
		{Title: t.item, Key: "item", Cell: func(l line) any { return l.name }},
		{Title: "Within", Key: "within", Cell: func(l line) any { return l.path }},
		number("Count", "count", func(l line) any { return l.count }),
		number("Average", "average", func(l line) any { return l.average() }),
		number("Min Val", "min", func(l line) any { return l.bound(l.least) }),
		number("Max Val", "max", func(l line) any { return l.bound(l.most) }),
		number("Rate (ms)", "rate_ms", func(l line) any { return t.rate(l.item) }),
		number("Percent", "percent", func(l line) any { return t.percent(l.item) }),
		number("Burst Rate", "burst_rate", func(l line) any { return l.burst.rate() }),
		number("Burst Start", "burst_start", func(l line) any { return l.burst.at() }),
	}
}

// average, bound, rate and percent are cells as tshark prints them.
func (it *item) average() string {
	switch {
	case !it.valued:
		return ""
	case it.count == 0:
		return "-"
	}
	mean := float64(it.total) / float64(it.count)
	if it.ms {
		mean /= 1e6
	}
	return fmt.Sprintf("%.2f", mean)
}

func (it *item) bound(v uint64) string {
	switch {
	case !it.valued:
		return ""
	case it.count == 0:
		return "-"
	}
	if it.ms {
		return inMilliseconds(v)
	}
	return fmt.Sprint(v)
}

// rate is per millisecond of the time from the first packet that counts to the last.
func (t *tree) rate(it *item) string {
	elapsed := t.now - t.began
	if elapsed <= 0 {
		return ""
	}
	return fmt.Sprintf("%.4f", float64(it.count)/(float64(elapsed)/1e6))
}

func (t *tree) percent(it *item) string {
	if it.parent == root {
		return "100%"
	}
	if n := t.items[it.parent].count; n > 0 {
		return fmt.Sprintf("%.2f%%", 100*float64(it.count)/float64(n))
	}
	return ""
}

// text is the table that tshark prints.
func (t *tree) text() string {
	const width, last = 14, 13
	lines := t.lines()
	first := max(len(t.item), len(t.title)-1)
	for _, l := range lines {
		first = max(first, len(l.name)+l.depth)
	}
	first += 2
	columns := t.columns()
	rule := first + (len(columns)-3)*width + last
	var b strings.Builder
	row := func(name string, cell func(c int) string) {
		fmt.Fprintf(&b, "%-*s", first, name)
		for c := 2; c < len(columns); c++ {
			w := width
			if c == len(columns)-1 {
				w = last
			}
			fmt.Fprintf(&b, "%-*s", w, cell(c))
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "\n%s\n%s:\n", strings.Repeat("=", rule), strings.ReplaceAll(t.title, "/", " / "))
	row(t.item, func(c int) string { return columns[c].Title })
	b.WriteString(strings.Repeat("-", rule) + "\n")
	for _, l := range lines {
		row(strings.Repeat(" ", l.depth)+l.name, func(c int) string { return fmt.Sprint(columns[c].Cell(l)) })
	}
	fmt.Fprintf(&b, "\n%s\n", strings.Repeat("-", rule))
	return b.String()
}

package view

import "testing"

// A neighbor of the table leads to its detail, and lines above the neighbors to nothing.
func TestLinkNeighbors(t *testing.T) {
	lines := func(texts ...string) *Section {
		s := &Section{}
		for _, text := range texts {
			s.Entries = append(s.Entries, Entry{Cells: []string{text}, Filter: "cdp"})
		}
		return s
	}
	detail := lines("-----", "Device ID: R1", "Platform: 2811", "-----", "Device ID: R1-SPARE", "Platform: 1841", "Device ID: a\"b", "Platform: x")
	table := lines("Capability Codes: R - Router", "Device ID        Local Intrfce", "R1               to-R1", "R1-SPARE", "                 to-R2", "other            to-R3")
	linkNeighbors(table, detail)
	for i, want := range []Entry{
		{Filter: "cdp", Fixed: true}, {Filter: "cdp", Fixed: true},
		{Filter: `cdp.deviceid == "R1"`, Opens: "R1"},
		{Filter: `cdp.deviceid == "R1-SPARE"`, Opens: "R1-SPARE"}, {Filter: `cdp.deviceid == "R1-SPARE"`, Opens: "R1-SPARE"},
		{Filter: "cdp"},
	} {
		got := table.Entries[i]
		is(t, got.Cells[0]+": filter", got.Filter, want.Filter)
		is(t, got.Cells[0]+": opens", got.Opens, want.Opens)
		is(t, got.Cells[0]+": fixed", got.Fixed, want.Fixed)
	}
	is(t, "name", detail.Entries[4].Name, "R1-SPARE")
	is(t, "filter of its platform", detail.Entries[5].Filter, `cdp.deviceid == "R1-SPARE"`)
	is(t, "filter of a name that no filter can have", detail.Entries[7].Filter, "cdp")
	p := &page{content: &Page{Sections: []Section{*table, *detail}}}
	p.rows = 10
	p.lay()
	p.resize(10, len(p.lines))
	p.settle(1)
	is(t, "selected first", p.current().Opens, "R1")
	p.toName("R1-SPARE")
	is(t, "selected then", p.current().Cells[0], "Device ID: R1-SPARE")
}

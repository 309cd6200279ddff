package view

import (
	"fmt"
	"strings"
)

// neighbors are the reports of discovery protocols. A neighbor of CDP's table leads to what
// it announces, and its filter finds its packets alone.
func (b *browsed) neighbors() (*Page, error) {
	p, err := b.reports(neighborReports())
	if err != nil {
		return nil, err
	}
	var table, detail *Section
	for i := range p.Sections {
		switch s := &p.Sections[i]; s.Title {
		case "show cdp neighbors":
			table = s
		case "show cdp neighbors detail":
			detail = s
		}
	}
	linkNeighbors(table, detail)
	return p, nil
}

const deviceLabel = "Device ID: "

// linkNeighbors has the lines of CDP's table lead to the first entry of the device's name in
// the detail. What stands above the neighbors cannot be selected.
func linkNeighbors(table, detail *Section) {
	filters, device := map[string]string{}, ""
	for i := range detail.Entries {
		e := &detail.Entries[i]
		if name, ok := strings.CutPrefix(e.Cells[0], deviceLabel); ok {
			if device = ""; !strings.ContainsAny(name, "\"\\") {
				device = name
			}
			if _, known := filters[device]; device != "" && !known {
				filters[device], e.Name = fmt.Sprintf("cdp.deviceid == %q", device), device
			}
		}
		if f := filters[device]; f != "" {
			e.Filter = f
		}
	}
	device, rows := "", false
	for i := range table.Entries {
		e := &table.Entries[i]
		if line := e.Cells[0]; !strings.HasPrefix(line, " ") {
			device = deviceOf(line, filters)
		}
		if f := filters[device]; rows && f != "" {
			e.Filter, e.Opens = f, device
		}
		if strings.HasPrefix(e.Cells[0], "Device ID ") {
			rows = true
			for k := range table.Entries[:i+1] {
				table.Entries[k].Fixed = true
			}
		}
	}
}

// deviceOf is the longest name of filters that a line of the table begins with, "" for none.
func deviceOf(line string, filters map[string]string) (device string) {
	for name := range filters {
		rest, ok := strings.CutPrefix(line, name)
		if ok && (rest == "" || rest[0] == ' ') && len(name) > len(device) {
			device = name
		}
	}
	return device
}

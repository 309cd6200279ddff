package ike

import "testing"

// Each table leads from the first message of its version to every state of that
// version, and never out of a deleted SA.
func TestTables(t *testing.T) {
	for version, table := range map[uint8][]transition{1: ikev1, 2: ikev2} {
		start, end := initial(version), deleted(version)
		reached := in(start, end)
		for range table { // a row may lead to one above it
			for _, row := range table {
				if row.from&reached != 0 {
					reached |= in(row.to)
				}
				if row.from.has(end) {
					t.Errorf("version %d: a message leads from %v, which is deleted, to %v", version, end, row.to)
				}
				if row.on == 0 || row.from.has(row.to) {
					t.Errorf("version %d: the row to %v leads from no exchange, or to where it begins", version, row.to)
				}
			}
		}
		for s := start; s <= end; s++ {
			if !reached.has(s) {
				t.Errorf("version %d: nothing leads to state %d, %v", version, s, s)
			}
		}
	}
}

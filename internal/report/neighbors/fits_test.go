package neighbors

import "testing"

func TestFits(t *testing.T) {
	for _, c := range []struct {
		pattern, name string
		want          bool
	}{
		{"*", "R1", true}, {"R1", "R1", true}, {"r1", "R1", true}, {"R1", "R11", false}, {"R*", "R11", true}, {"*1", "R11", true},
		{"R*1", "R1", true}, {"R1*1", "R1", false}, {"S*lab*l", "SW1.lab.local", true}, {"S*lob*l", "SW1.lab.local", false}, {"", "R1", false},
	} {
		if got := fits(c.pattern, c.name); got != c.want {
			t.Errorf("%s for %s: %v", c.pattern, c.name, got)
		}
	}
}

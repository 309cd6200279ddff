package cisco

import (
	"strconv"
	"strings"
	"testing"
)

func TestProduct(t *testing.T) {
	for oid, want := range map[string]string{
		"1.3.6.1.4.1.9.1.576":    "cisco2811",
		"1.3.6.1.4.1.9.1.379":    "ciscoCAP340",
		"1.3.6.1.4.1.9.1.2593":   "ciscoCat9500FixedSwitchStack",
		"1.3.6.1.4.1.9.1.1208":   "cat29xxStack",
		"1.3.6.1.4.1.9.1.57":     "",
		"1.3.6.1.4.1.9.1.":       "",
		"1.3.6.1.4.1.9.1.576.1":  "",
		"1.3.6.1.4.1.9.5.45":     "",
		"1.3.6.1.4.1.311.1.1.3":  "",
		"1.3.6.1.4.1.9.1.576 ci": "",
		"":                       "",
	} {
		if got := Product(oid); got != want {
			t.Errorf("%s: %q, want %q", oid, got, want)
		}
	}
}

// TestProducts: each line is a number and an identifier, in ascending order.
func TestProducts(t *testing.T) {
	last := 0
	for line := range strings.Lines(products) {
		number, name, found := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		n, err := strconv.Atoi(number)
		if !found || err != nil || n <= last || name == "" || strings.ContainsAny(name, " \t") {
			t.Errorf("%q behind %d", line, last)
		}
		last = n
	}
}

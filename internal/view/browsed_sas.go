package view

import (
	"fmt"
	"slices"
	"strings"
)

// saFilters are the filters of the lines of "show crypto ipsec sa": below the SPI of an SA
// its packets, elsewhere in a block those of all its SAs. A block without an SPI has none.
func saFilters(lines []string) []string {
	filters := make([]string, len(lines))
	for begin := 0; begin < len(lines); {
		end := begin + 1
		for end < len(lines) && !strings.HasPrefix(lines[end], "interface: ") {
			end++
		}
		blockFilters(lines[begin:end], filters[begin:end])
		begin = end
	}
	return filters
}

// blockFilters fills in the filters of the lines of one block.
func blockFilters(lines, filters []string) {
	var all []string
	protocol, one := "", ""
	for i, line := range lines {
		text := strings.TrimSpace(line)
		words := strings.Fields(text)
		switch spi, ok := strings.CutPrefix(text, "spi: "); {
		case len(words) == 3 && words[2] == "sas:": // inbound esp sas:
			protocol, one = words[1], ""
		case ok && (protocol == "esp" || protocol == "ah"):
			spi, _, _ = strings.Cut(spi, "(")
			one = fmt.Sprintf("%s.spi == %s", protocol, strings.ToLower(spi))
			if !slices.Contains(all, one) {
				all = append(all, one)
			}
		}
		filters[i] = one
	}
	for i := range filters {
		if filters[i] == "" {
			filters[i] = strings.Join(all, " || ")
		}
	}
}

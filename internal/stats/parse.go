package stats

import (
	"fmt"
	"strings"
)

// New makes the statistics that requests ask for, as -z has them. Tables keep
// limit rows.
func New(requests []string, limit int) (*Set, error) {
	s := &Set{requests: requests}
	for _, r := range requests {
		st, err := parse(r, limit)
		if err != nil {
			return nil, err
		}
		s.stats = append(s.stats, st)
	}
	return s, nil
}

// parse reads a request: what to count, and which packets.
func parse(request string, limit int) (statistic, error) {
	what, rest, _ := strings.Cut(request, ",")
	which, filter, _ := strings.Cut(rest, ",")
	switch what {
	case "io":
		if which == "phs" {
			return newHierarchy(filter), nil
		}
	case "conv", "endpoints":
		for _, k := range kinds() {
			if k.name != which {
				continue
			}
			if what == "conv" {
				return k.conversations(filter, limit), nil
			}
			return k.endpoints(filter, limit), nil
		}
	}
	return nil, fmt.Errorf("-z %s: there is no such statistic; there are %s", request, strings.Join(Names(), ", "))
}

// Names lists the statistics.
func Names() []string {
	var types []string
	for _, k := range kinds() {
		types = append(types, k.name)
	}
	all := strings.Join(types, "|")
	return []string{"conv," + all, "endpoints," + all, "io,phs"}
}

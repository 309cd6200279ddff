package metrics

import (
	"strconv"
	"strings"
)

// A family is the samples of one metric: Prometheus, "Exposition formats", text format
// 0.0.4.
type family struct {
	name, help string
	kind       kind
	samples    []sample
}

type kind string

const (
	counter kind = "counter"
	gauge   kind = "gauge"
)

// A sample is a value by its labels, which are names and values in turn.
type sample struct {
	value  float64
	labels []string
}

// add adds a sample.
func (f *family) add(value float64, labels ...string) {
	f.samples = append(f.samples, sample{value, labels})
}

// append appends the lines of the metric, none without a sample.
func (f *family) append(b []byte) []byte {
	if len(f.samples) == 0 {
		return b
	}
	b = append(b, "# HELP "+f.name+" "+f.help+"\n# TYPE "+f.name+" "+string(f.kind)+"\n"...)
	for _, s := range f.samples {
		b = append(b, f.name...)
		for i := 0; i < len(s.labels); i += 2 {
			b = append(b, ",{"[btoi(i == 0)])
			b = append(b, s.labels[i]+`="`+escaper.Replace(strings.ToValidUTF8(s.labels[i+1], "\ufffd"))+`"`...)
		}
		if len(s.labels) > 0 {
			b = append(b, '}')
		}
		b = append(strconv.AppendFloat(append(b, ' '), s.value, 'g', -1, 64), '\n')
	}
	return b
}

// escaper escapes the value of a label.
var escaper = strings.NewReplacer(`\`, `\\`, "\n", `\n`, `"`, `\"`)

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

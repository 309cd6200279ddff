package cli

import (
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/keys/forms"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/session"
	"github.com/pktscope/pktscope/internal/stats"
)

// values are what could be given to a flag of which so much is typed, and
// whether a file could.
func (l *unfinished) values(f *pflag.Flag, typed string) (found []report.Choice, files bool) {
	switch f.Name {
	case "output":
		return plainWords(render.Formats...), false
	case "format":
		return plainWords(l.formats()...), false
	case "write-format":
		return plainWords(capture.SaveFormats...), false
	case "compress":
		return plainWords(capture.Compressions...), false
	case "events":
		return plainWords("json", "json:"), false
	case "time":
		return plainWords(render.TimeFormats()...), false
	case "hexdump":
		return plainWords(render.Dumps()...), false
	case "as":
		return plainWords(render.Dialects()...), false
	case "color":
		return plainWords("auto", "always", "never"), false
	case "sandbox":
		return plainWords(session.Sandboxes...), false
	case "fail-on":
		return plainWords(diagnose.Error.String(), diagnose.Warning.String()), false
	case "platform":
		for _, p := range diagnose.Platforms() {
			found = append(found, report.Choice{Word: string(p)})
		}
		return found, false
	case "link":
		return plainWords("raw", "ethernet"), false
	case "to":
		return plainWords(forms.Written()...), false
	case "at":
		return plainWords("end"), false
	case "autostop":
		return plainWords("duration:", "filesize:", "packets:", "files:"), false
	case "ring-buffer":
		return plainWords("duration:", "interval:", "filesize:", "packets:", "files:"), false
	case "layout":
		return plainWords("header=y", "separator=", "quote=d", "occurrence=f", "occurrence=l", "aggregator=", "bom=y", "escape=n"), false
	case "statistics":
		return statisticWords(), false
	case "interface":
		return interfaceWords(), false
	case "decode-as":
		for _, name := range session.LayerTypes() {
			found = append(found, report.Choice{Word: name + "=="})
		}
		return found, false
	case "only":
		return fieldWords(typed, true), false
	case "field", "display-filter":
		return fieldWords(typed, typed == ""), false
	}
	name, _ := pflag.UnquoteUsage(f)
	return nil, name == "FILE" || f.Name == "inside"
}

func plainWords(words ...string) (found []report.Choice) {
	for _, w := range words {
		found = append(found, report.Choice{Word: w})
	}
	return found
}

// formats returns the formats of the report whose words are on the line.
func (l *unfinished) formats() []string {
	if l.command != nil && l.command.name == "show" {
		if r, _, err := reports().Find(l.words); err == nil {
			return r.AllFormats()
		}
	}
	return render.ReportFormats
}

// statisticWords takes "conv,eth|ip" apart.
func statisticWords() (found []report.Choice) {
	for _, name := range stats.Names() {
		what, types, many := strings.Cut(name, ",")
		switch {
		case !many:
			found = append(found, report.Choice{Word: name})
		case strings.HasSuffix(types, "SECONDS"):
			found = append(found, report.Choice{Word: strings.TrimSuffix(name, "SECONDS")})
		default:
			for t := range strings.SplitSeq(types, "|") {
				found = append(found, report.Choice{Word: what + "," + t})
			}
		}
	}
	return found
}

// interfaceWords are what can be captured on.
func interfaceWords() (found []report.Choice) {
	devices, err := capture.Devices()
	if err != nil {
		return nil
	}
	for _, d := range devices {
		found = append(found, report.Choice{Word: d.Name, Brief: d.Description})
	}
	return found
}

// fieldWords are the protocols and fields; of a list, typed up to its last
// comma, for what comes then.
func fieldWords(typed string, protocols bool) (found []report.Choice) {
	registry, err := session.NewRegistry()
	if err != nil {
		return nil
	}
	before := typed[:strings.LastIndexByte(typed, ',')+1]
	for _, d := range findFields(registry, nil) {
		if !protocols || d == &d.Proto.Def {
			found = append(found, report.Choice{Word: before + d.Name, Brief: d.Label})
		}
	}
	return slices.CompactFunc(found, func(a, b report.Choice) bool { return a.Word == b.Word })
}

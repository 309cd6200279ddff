package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/session"
)

// tsharkFlags are flags whose forms are tshark's alone.
type tsharkFlags struct {
	readFilter  string
	resolve     string
	profile     string
	preferences []string
	glossary    string
	mapping     string // protocols of -G elastic-mapping
	links       bool
	errorsOnly  bool
}

func (r *readFlags) declareTshark(f *pflag.FlagSet) {
	t := &r.tshark
	f.StringArrayVarP(&t.preferences, "option", "o", nil, "set a `PREFERENCE:VALUE`: uat:esp_sa, uat:ikev1_decryption_table, uat:ikev2_decryption_table, esp.*, gui.column.format, conv.machine_readable")
	f.StringVarP(&t.profile, "profile", "C", "", "read keys and columns of Wireshark's configuration profile `NAME`; Default is its own")
	f.StringVarP(&t.readFilter, "read-filter", "R", "", "only packets that match `EXPR`, as -Y")
	f.StringVarP(&t.resolve, "resolve", "N", "", "name what `LETTERS` say; of them t stands for ports, m for group addresses of Ethernet")
	f.BoolVarP(&t.errorsOnly, "only-errors", "Q", false, "print neither packets nor counts: errors only")
	f.StringVarP(&r.layers, "json-layers", "j", "", "with -T json, ndjson, ek or pdml: the fields of these `PROTOCOLS` and subtrees only, with spaces between them")
	f.StringVarP(&r.wholeLayers, "json-whole", "J", "", "the same, with all that is below them: of these `PROTOCOLS`")
	f.StringArrayVar(&r.dump, "hexdump", nil, "show every packet's bytes, `HOW`: "+strings.Join(render.Dumps(), ", "))
	f.StringArrayVar(&r.input.options.OnlyProtocols, "only-protocols", nil, "dissect these `PROTOCOLS` only")
	f.StringArrayVar(&r.input.options.WithoutProtocols, "disable-protocol", nil, "do not dissect this `PROTOCOL`")
	f.StringVarP(&t.glossary, "glossary", "G", "", "print a `REPORT`: "+strings.Join(glossaryNames(), ", "))
	f.StringVar(&t.mapping, "elastic-mapping-filter", "", "only these `PROTOCOLS` in -G elastic-mapping")
	f.BoolVarP(&t.links, "list-data-link-types", "L", false, "list the link types of the interface")
}

// report is the value of -G, with the protocols of --elastic-mapping-filter behind it.
func (t *tsharkFlags) report() string {
	if t.mapping == "" {
		return t.glossary
	}
	return t.glossary + "," + t.mapping
}

// fromTshark returns args with the value of --color joined to it: alone, as in tshark,
// it has none.
func fromTshark(args []string) []string {
	out := make([]string, 0, len(args))
	for i := 0; i < len(args); i++ {
		switch arg := args[i]; {
		case arg == "--":
			return append(out, args[i:]...)
		case arg == "--color" && i+1 < len(args) && !strings.HasPrefix(args[i+1], "-") && isColor(args[i+1]):
			i++
			out = append(out, arg+"="+args[i])
		default:
			out = append(out, arg)
		}
	}
	return out
}

// applyTshark sets the options that the flags of tshark stand for.
func (r *readFlags) applyTshark(e *session.Env, f *pflag.FlagSet) error {
	t, o := &r.tshark, &r.input.options
	if t.readFilter != "" {
		if o.DisplayFilter != "" {
			o.DisplayFilter = "(" + t.readFilter + ") && (" + o.DisplayFilter + ")"
		} else {
			o.DisplayFilter = t.readFilter
		}
	}
	if f.Changed("resolve") {
		if i := strings.IndexFunc(t.resolve, func(c rune) bool { return !strings.ContainsRune("dgmnNstvV", c) }); i >= 0 {
			return fmt.Errorf("-N %s: there is no %q; the letters are d, g, m, n, N, s, t, v", t.resolve, t.resolve[i:i+1])
		}
	}
	r.quiet = r.quiet || t.errorsOnly
	if err := r.readProfile(); err != nil {
		return err
	}
	return r.setPreferences(e)
}

// listLinks is -L: the link types of the interfaces of -i, or of the first one.
func listLinks(e *session.Env, names []string) int {
	devices, err := capture.Devices()
	if err != nil {
		return e.Fail(err)
	}
	if len(names) == 0 && len(devices) > 0 {
		names = []string{devices[0].Name}
	}
	var b strings.Builder
	for _, name := range names {
		links, err := capture.Device{Name: name}.Links()
		if err != nil {
			return e.Fail(err)
		}
		fmt.Fprintf(&b, "Data link types of interface %s (use option -y to set):\n", render.AppendClean(nil, name))
		for _, l := range links {
			fmt.Fprintf(&b, "  %s (%s)\n", l.Name, l.Description)
		}
	}
	return e.Print(b.String())
}

package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/pflag"
)

// A foreignFlag is a flag of tshark without a meaning of its own here.
type foreignFlag struct {
	name  string // its long form, or its letter
	short string
	value string // what it takes, "" for nothing
	says  string // why it is of no effect, or what to type in its place
	taken bool   // it is read and has no effect
}

// foreignFlags lists them: what a habit or a script gives, and what it gets.
func foreignFlags() []foreignFlag {
	return []foreignFlag{
		{"2", "2", "", "one pass is enough", true},
		{"g", "g", "", "the umask decides who reads saved files", true},
		{"W", "W", "n", "resolved names are not saved", true},
		{"auto-reset", "M", "N", "memory is bounded", true},
		{"u", "u", "s", "times are seconds", true},
		{"no-duplicate-keys", "", "", "objects have each key once", true},
		{"enable-protocol", "", "PROTOCOL", "all protocols are enabled", true},
		{"enable-heuristic", "", "NAME", "all protocols are enabled", true},
		{"temp-dir", "", "FOLDER", "there are no temporary files", true},
		{"update-interval", "", "MS", "counts are written when the capture ends, and on SIGUSR1", true},
		{"log-level", "", "LEVEL", "there is no log", true},
		{"log-domain", "", "LIST", "there is no log", true},
		{"log-domains", "", "LIST", "there is no log", true},
		{"log-debug", "", "LIST", "there is no log", true},
		{"log-noisy", "", "LIST", "there is no log", true},
		{"log-fatal", "", "LEVEL", "there is no log", true},
		{"log-file", "", "FILE", "there is no log", true},
		{"S", "S", "SEPARATOR", "use -T ek, a line a packet, or -E separator=", false},
		{"K", "K", "KEYTAB", "Kerberos is not decrypted; --keys is for IKE and ESP", false},
		{"H", "H", "FILE", "hosts are not named; --services names ports", false},
		{"X", "X", "OPTION", "there is no Lua; --keys, -d and -z take what it is used for most", false},
		{"A", "A", "USER:PASSWORD", "interfaces are of this host; use ssh HOST pktscope -w - ... | pktscope -r -", false},
		{"disable-heuristic", "", "NAME", "use -d LAYER==NUMBER,data", false},
		{"capture-comment", "", "TEXT", "use editcap --capture-comment on the saved file", false},
		{"export-tls-session-keys", "", "FILE", "TLS is not decrypted; 'pktscope keys' writes keys of IKE and ESP", false},
		{"time-stamp-type", "", "TYPE", "times are the interface's own", false},
		{"list-time-stamp-types", "", "", "times are the interface's own", false},
	}
}

// label is how the flag is typed.
func (f *foreignFlag) label() string {
	if f.name == f.short {
		return "-" + f.short
	}
	if f.short != "" {
		return "-" + f.short + ", --" + f.name
	}
	return "--" + f.name
}

// A foreignValue records that its flag was given.
type foreignValue struct {
	flag  foreignFlag
	given *[]foreignFlag
	text  string
}

func (v *foreignValue) String() string { return v.text }
func (v *foreignValue) Type() string   { return strings.ToLower(v.flag.value) }

// Set implements pflag.Value.
func (v *foreignValue) Set(text string) error {
	v.text = text
	*v.given = append(*v.given, v.flag)
	return nil
}

// declareForeign puts tshark's other flags into f, hidden: their list is
// page.foreign.
func declareForeign(f *pflag.FlagSet, given *[]foreignFlag) {
	for _, row := range foreignFlags() {
		flag := f.VarPF(&foreignValue{flag: row, given: given}, row.name, row.short, row.says)
		flag.Hidden = true
		if row.value == "" {
			flag.NoOptDefVal = "true"
		}
	}
}

// foreign lists the flags that are taken without effect, and the others'
// substitutes.
func (p page) foreign() string {
	var taken []string
	var b strings.Builder
	for _, f := range foreignFlags() {
		if f.taken {
			taken = append(taken, f.label())
		}
	}
	b.WriteString("Flags of tshark that have no effect:\n" + p.wrapped(strings.Join(taken, "; "), "  "))
	b.WriteString("\nFlags of tshark that are not taken:\n")
	for _, f := range foreignFlags() {
		if !f.taken {
			label := fmt.Sprintf("  %-27s ", f.label())
			b.WriteString(label + strings.TrimLeft(p.wrapped(f.says, strings.Repeat(" ", 30)), " "))
		}
	}
	return b.String()
}

// wrapped breaks a text into lines of the help's width behind a margin.
func (p page) wrapped(text, margin string) string {
	var b strings.Builder
	line := margin
	for word := range strings.FieldsSeq(text) {
		if len(line) > len(margin) && len(line)+1+len(word) > int(p) {
			b.WriteString(line + "\n")
			line = margin
		}
		if len(line) > len(margin) {
			line += " "
		}
		line += word
	}
	return b.String() + line + "\n"
}

// checkForeign returns an error with the substitute of a flag that is not taken.
func (r *readFlags) checkForeign(f *pflag.FlagSet) error {
	for _, flag := range r.foreign {
		if !flag.taken {
			return fmt.Errorf("%s of tshark is not taken: %s", flag.label(), flag.says)
		}
	}
	if u := f.Lookup("u"); u.Changed && u.Value.String() != "s" {
		return fmt.Errorf("-u %s of tshark is not taken: use -t a or -t u for hours, minutes and seconds", u.Value)
	}
	return nil
}

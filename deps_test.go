// Package pktscope_test holds the module to its boundaries: who imports whom,
// and what no package may do. It reads the source of every platform and build
// tag, not what this machine would build.
package pktscope_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

const module = "github.com/pktscope/pktscope"

// A rule says what packages may import, beside the standard library. The first
// rule whose pattern (path.Match) fits a package is its rule; a package without
// one has no place in the design yet.
type rule struct {
	pkgs string
	may  []string // patterns of packages of this module
}

var rules = []rule{
	{"cmd/pktscope", []string{"internal/cli"}},
	{"internal/manual", []string{"internal/cli"}},

	// What others may import. A protocol satisfies dissect.Message without
	// importing dissect: it knows fields, nothing above.
	{"dissect", []string{"dissect/field"}},
	{"dissect/field", nil},
	{"dissect/dissecttest", []string{"dissect", "dissect/field"}},
	{"dissect/all", []string{"dissect", "dissect/*", "internal/longtail"}},
	{"dissect/gopacketlayer", []string{"dissect/field", "dissect/cdp", "dissect/esp", "dissect/isakmp", "dissect/nat"}},
	{"dissect/gopacketlayer/community", []string{"dissect/field", "dissect/cdp", "dissect/esp", "dissect/isakmp", "dissect/nat"}},
	{"dissect/ethertype", nil},
	{"dissect/nlpid", nil},
	{"dissect/ipproto", nil},
	{"dissect/cdp", []string{"dissect/field", "dissect/ethertype", "dissect/nlpid", "dissect/tlv"}},
	{"dissect/edp", []string{"dissect/field", "dissect/tlv"}},
	{"dissect/fdp", []string{"dissect/field", "dissect/tlv"}},
	{"dissect/lldp", []string{"dissect/field", "dissect/tlv"}},
	{"dissect/inet", []string{"dissect/field", "dissect/ethertype", "dissect/ipproto"}},
	{"dissect/link", []string{"dissect/field", "dissect/ethertype", "dissect/nlpid"}},
	{"dissect/tunnel", []string{"dissect/field", "dissect/ethertype"}},
	{"dissect/aggfrag", []string{"dissect/field", "dissect/ipproto"}},
	{"dissect/ipcomp", []string{"dissect/field", "dissect/ipproto"}},
	{"dissect/ipsec", nil},
	{"dissect/isakmp", []string{"dissect/field", "dissect/ipproto", "dissect/ipsec"}},
	{"dissect/esp", []string{"dissect/field", "dissect/ipproto", "dissect/ipsec"}},
	{"dissect/eap", []string{"dissect/field", "dissect/tls"}},
	{"dissect/*", []string{"dissect/field"}},
	{"ports", nil},

	{"internal/capture", nil},
	{"internal/crypt", []string{"dissect/ipsec"}},
	{"internal/keys", []string{"dissect/ipsec", "internal/crypt"}},
	{"internal/keys/forms", []string{"dissect/ipsec", "internal/crypt", "internal/keys"}},
	{"internal/longtail", []string{"dissect", "dissect/field", "dissect/tls"}},
	{"internal/export", []string{"dissect", "dissect/*"}},
	{"internal/filter", []string{"dissect/field"}},

	// Trackers know messages, not what becomes of them.
	{"internal/track", []string{"dissect", "dissect/field", "dissect/inet"}},
	{"internal/track/bounded", nil},
	{"internal/track/course", nil},
	{"internal/track/ike/natd", []string{"dissect/isakmp"}},
	{"internal/track/ike/decrypt", []string{"dissect/ipsec", "dissect/isakmp", "internal/crypt", "internal/keys"}},
	{"internal/track/ike", []string{"dissect", "dissect/*", "internal/track", "internal/track/bounded", "internal/track/ike/*", "internal/crypt", "internal/keys"}},
	{"internal/track/tunnel", []string{"dissect/ipsec", "internal/track/esp", "internal/track/ike"}},
	{"internal/track/*", []string{"dissect", "dissect/*", "internal/track", "internal/track/bounded", "internal/track/course", "internal/track/neighbor", "internal/crypt", "internal/keys"}},

	{"internal/ifname", nil},
	{"internal/ios", []string{"dissect/*", "internal/render", "internal/track/ike"}},
	{"internal/svg", nil},
	{"internal/mermaid", nil},
	{"internal/topology", []string{"internal/ifname", "internal/mermaid", "internal/render", "internal/svg"}},

	{"internal/stats", []string{"dissect", "dissect/*", "internal/filter", "internal/render", "internal/svg", "internal/track"}},
	{"internal/render", []string{"dissect", "dissect/field", "dissect/frame", "internal/filter", "internal/svg", "internal/terminal"}},
	{"internal/pipeline", []string{"dissect", "dissect/field", "dissect/frame", "internal/capture", "internal/filter", "internal/render", "internal/track"}},

	// The top floor: cli -> report/* -> report -> session -> pipeline.
	{"internal/session", []string{"dissect", "dissect/all", "dissect/dns", "dissect/field", "dissect/frame", "internal/capture", "internal/crypt", "internal/filter", "internal/keys", "internal/keys/forms", "internal/pipeline", "internal/render", "internal/sandbox", "internal/track", "internal/track/*"}},
	{"internal/diagnose", []string{"dissect", "dissect/*", "internal/crypt", "internal/ios", "internal/keys", "internal/track", "internal/track/*", "internal/track/ike/decrypt", "internal/track/ike/natd"}},
	{"internal/report", []string{"dissect", "internal/capture", "internal/diagnose", "internal/ifname", "internal/ios", "internal/pipeline", "internal/render", "internal/session", "internal/track", "internal/track/counts", "internal/track/course", "internal/track/esp", "internal/track/frag", "internal/track/icmperror", "internal/track/ike", "internal/track/nat", "internal/track/neighbor"}},
	{"internal/events", []string{"dissect", "dissect/*", "internal/capture", "internal/diagnose", "internal/pipeline", "internal/render", "internal/report/*", "internal/session", "internal/track", "internal/track/*"}},
	{"internal/metrics", []string{"dissect", "internal/events", "internal/pipeline", "internal/session", "internal/track/nat"}},
	{"internal/report/overview", []string{"internal/diagnose", "internal/render", "internal/report", "internal/report/*", "internal/stats", "internal/svg", "internal/topology", "internal/track/course"}},
	{"internal/table", []string{"dissect", "dissect/*", "internal/render"}},
	{"internal/report/tables", []string{"dissect", "dissect/field", "internal/render", "internal/report", "internal/report/*", "internal/stats", "internal/table", "internal/track"}},
	{"internal/report/*", []string{"dissect", "dissect/*", "internal/cisco", "internal/crypt", "internal/diagnose", "internal/ifname", "internal/ios", "internal/keys", "internal/mermaid", "internal/render", "internal/svg", "internal/report", "internal/session", "internal/topology", "internal/track", "internal/track/*", "internal/track/ike/decrypt", "internal/track/ike/natd"}},
	{"internal/browse", []string{"dissect", "dissect/field", "dissect/frame", "dissect/isakmp", "internal/capture", "internal/diagnose", "internal/filter", "internal/pipeline", "internal/render", "internal/report", "internal/report/*", "internal/session", "internal/stats", "internal/track", "internal/track/*"}},
	{"internal/view", []string{"dissect/field", "internal/browse", "internal/diagnose", "internal/filter", "internal/render", "internal/terminal", "internal/track/ike"}},
	{"internal/cli", []string{"dissect", "dissect/*", "ports", "internal/browse", "internal/view", "internal/capture", "internal/crypt", "internal/diagnose", "internal/events", "internal/export", "internal/filter", "internal/ios", "internal/keys", "internal/keys/forms", "internal/metrics", "internal/oui", "internal/render", "internal/report", "internal/report/*", "internal/roff", "internal/session", "internal/stats", "internal/terminal", "internal/track", "internal/track/*", "internal/track/ike/*"}},

	{"fleet", []string{"dissect", "dissect/*", "internal/capture", "internal/diagnose", "internal/keys", "internal/keys/forms", "internal/pipeline", "internal/render", "internal/report", "internal/report/*", "internal/session", "internal/stats", "internal/table", "internal/track", "internal/track/*"}},
	{"fleet/cmd/pktscope-fleet", []string{"fleet"}},

	{"internal/sandbox", nil},
	{"internal/roff", nil},
	{"internal/terminal", nil},
	{"internal/oui", nil},
	{"internal/cisco", nil},
	{"internal/oui/generate", []string{"internal/oui"}},
	{"internal/bench", []string{"internal/capture"}},
	{forTests, []string{"dissect", "dissect/all", "dissect/field", "internal/capture"}},
}

// forTests is a package that tests alone import.
const forTests = "internal/labtest"

// libraries lists the modules of others with the packages that may import
// them.
var libraries = map[string][]string{
	"github.com/google/gopacket":          {"internal/capture", "dissect/gopacketlayer"},
	"github.com/gopacket/gopacket":        {"dissect/gopacketlayer/community"},
	"github.com/klauspost/compress":       {"internal/browse", "internal/capture", "internal/table"},
	"github.com/pierrec/lz4":              {"internal/capture"},
	"golang.org/x/net":                    {"internal/metrics", "internal/sandbox"},
	"golang.org/x/sys":                    {"internal/sandbox", "internal/terminal", forTests},
	"github.com/olekukonko/tablewriter":   {"internal/render"},
	"github.com/parquet-go/parquet-go":    {"internal/table"},
	"github.com/spf13/pflag":              {"internal/cli", "fleet/cmd/pktscope-fleet"},
	"github.com/apache/beam":              {"fleet", "fleet/cmd/pktscope-fleet"},
	"github.com/lanrat/extsort":           {"fleet"},
	"golang.org/x/term":                   {"internal/session", "internal/report", "internal/terminal"},
	"golang.org/x/crypto":                 {"internal/crypt", "internal/bench"},
	"github.com/landlock-lsm/go-landlock": {"internal/sandbox"},
	"kernel.org/pub/linux/libs/security":  {"internal/sandbox"},
	"charm.land/bubbletea":                {"internal/view"},
	"charm.land/bubbles":                  {"internal/view"},
	"charm.land/lipgloss":                 {"internal/view"},
	"github.com/charmbracelet":            {"internal/view"},
}

// The functions that no package may declare or call, but for the packages that
// are listed.
var (
	noDeclaration = map[string][]string{"init": nil}
	noCall        = map[string][]string{
		"recover": nil,
		"panic":   {"dissect/dissecttest"}, // for tests alone: on a literal that is not hexadecimal
	}
)

func TestBoundaries(t *testing.T) {
	findings, err := check(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		t.Error(f)
	}
}

// check returns what the Go files below the root of tree do against the rules,
// tests left out.
func check(tree fs.FS) (findings []string, err error) {
	files := token.NewFileSet()
	err = fs.WalkDir(tree, ".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && name != "." && (strings.HasPrefix(e.Name(), ".") || e.Name() == "testdata"):
			return fs.SkipDir
		case e.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		src, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(files, name, src, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, p := range problems(path.Dir(name), f) {
			findings = append(findings, fmt.Sprintf("%s: %s", files.Position(p.pos), p.text))
		}
		return nil
	})
	return findings, err
}

type problem struct {
	pos  token.Pos
	text string
}

// problems are those of one file of pkg.
func problems(pkg string, f *ast.File) (found []problem) {
	r := slices.IndexFunc(rules, func(r rule) bool { return matches(r.pkgs, pkg) })
	if r < 0 {
		return []problem{{f.Package, "no rule says what " + pkg + " may import"}}
	}
	for _, spec := range f.Imports {
		what, _ := strconv.Unquote(spec.Path.Value)
		if !allowed(pkg, rules[r], what) {
			found = append(found, problem{spec.Pos(), pkg + " imports " + what})
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if in, no := noDeclaration[n.Name.Name]; no && n.Recv == nil && !slices.Contains(in, pkg) {
				found = append(found, problem{n.Pos(), pkg + " declares " + n.Name.Name + "()"})
			}
		case *ast.CallExpr:
			id, _ := n.Fun.(*ast.Ident)
			if id == nil {
				return true
			}
			if in, no := noCall[id.Name]; no && !slices.Contains(in, pkg) {
				found = append(found, problem{n.Pos(), pkg + " calls " + id.Name + "()"})
			}
		}
		return true
	})
	return found
}

// allowed reports whether pkg, to which r applies, may import what.
func allowed(pkg string, r rule, what string) bool {
	if own, ok := strings.CutPrefix(what, module+"/"); ok {
		return own != forTests && slices.ContainsFunc(r.may, func(pattern string) bool { return matches(pattern, own) })
	}
	if first, _, _ := strings.Cut(what, "/"); !strings.Contains(first, ".") {
		return true // the standard library
	}
	for library, in := range libraries {
		if what == library || strings.HasPrefix(what, library+"/") {
			return slices.Contains(in, pkg)
		}
	}
	return false
}

func matches(pattern, pkg string) bool {
	ok, err := path.Match(pattern, pkg)
	return ok && err == nil
}

// TestBoundariesFail keeps check honest: each of these files breaks one rule.
func TestBoundariesFail(t *testing.T) {
	for _, c := range []struct{ file, src, want string }{
		{"dissect/cdp/a.go", `package cdp; import _ "github.com/pktscope/pktscope/dissect"`,
			"dissect/cdp/a.go:1:21: dissect/cdp imports github.com/pktscope/pktscope/dissect"},
		{"dissect/cdp/b.go", `package cdp; import _ "github.com/pktscope/pktscope/dissect/link"`,
			"dissect/cdp/b.go:1:21: dissect/cdp imports github.com/pktscope/pktscope/dissect/link"},
		{"dissect/field/a.go", `package field; import _ "github.com/spf13/pflag"`,
			"dissect/field/a.go:1:23: dissect/field imports github.com/spf13/pflag"},
		{"dissect/a.go", `package dissect; import _ "github.com/pktscope/pktscope/internal/capture"`,
			"dissect/a.go:1:25: dissect imports github.com/pktscope/pktscope/internal/capture"},
		{"dissect/inet/a.go", `package inet; import _ "github.com/google/gopacket/layers"`,
			"dissect/inet/a.go:1:22: dissect/inet imports github.com/google/gopacket/layers"},
		{"internal/cli/a.go", `package cli; import _ "github.com/olekukonko/tablewriter"`,
			"internal/cli/a.go:1:21: internal/cli imports github.com/olekukonko/tablewriter"},
		{"internal/track/ike/a.go", `package ike; import _ "github.com/pktscope/pktscope/internal/render"`,
			"internal/track/ike/a.go:1:21: internal/track/ike imports github.com/pktscope/pktscope/internal/render"},
		{"internal/render/a.go", `package render; import _ "example.com/colour"`,
			"internal/render/a.go:1:24: internal/render imports example.com/colour"},
		{"internal/render/b.go", "//go:build plan9\n\npackage render; func init() {}",
			"internal/render/b.go:3:17: internal/render declares init()"},
		{"internal/cli/b.go", `package cli; func f() { defer func() { recover() }() }`,
			"internal/cli/b.go:1:40: internal/cli calls recover()"},
		{"dissect/esp/b.go", `package esp; func f() { panic("no key") }`,
			"dissect/esp/b.go:1:25: dissect/esp calls panic()"},
		{"internal/cli/c.go", `package cli; import _ "github.com/pktscope/pktscope/internal/labtest"`,
			"internal/cli/c.go:1:21: internal/cli imports github.com/pktscope/pktscope/internal/labtest"},
		{"internal/novelty/a.go", `package novelty`,
			"internal/novelty/a.go:1:1: no rule says what internal/novelty may import"},
	} {
		got, err := check(fstest.MapFS{c.file: {Data: []byte(c.src)}})
		if err != nil || len(got) != 1 || got[0] != c.want {
			t.Errorf("%s: %q, %v, want %q", c.file, got, err, c.want)
		}
	}
}

// TestBoundariesPass shows what is no breach.
func TestBoundariesPass(t *testing.T) {
	got, err := check(fstest.MapFS{
		"internal/capture/a.go":       {Data: []byte(`package capture; import _ "github.com/google/gopacket/pcap"`)},
		"dissect/cdp/a.go":            {Data: []byte(`package cdp; import _ "github.com/pktscope/pktscope/dissect/field"; type t int; func (t) init() {}`)},
		"dissect/cdp/a_test.go":       {Data: []byte(`package cdp; import _ "github.com/pktscope/pktscope/dissect"; func init() {}`)},
		"dissect/cdp/testdata/x/a.go": {Data: []byte(`package x; func init() {}`)},
	})
	if err != nil || len(got) != 0 {
		t.Errorf("%q, %v", got, err)
	}
}

package tunnel_test

import (
	"bufio"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/tunnel"
)

var makers = map[string]func() dissect.Message{
	"gre":    func() dissect.Message { return new(tunnel.GRE) },
	"erspan": func() dissect.Message { return new(tunnel.ERSPAN) },
	"cmd":    func() dissect.Message { return new(tunnel.CMD) },
	"vxlan":  func() dissect.Message { return new(tunnel.VXLAN) },
	"geneve": func() dissect.Message { return new(tunnel.Geneve) },

	"nsh":       func() dissect.Message { return new(tunnel.NSH) },
	"lisp-data": func() dissect.Message { return new(tunnel.LISP) },
	"teredo":    func() dissect.Message { return new(tunnel.Teredo) },
	"gtp":       func() dissect.Message { return new(tunnel.GTP) },
}

// A sample is a message of testdata/labels.txt.
type sample struct {
	dissecttest.Seed
	proto string
	lines []string
}

func samples(t testing.TB) (list []sample) {
	f, err := os.Open("testdata/labels.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for in := bufio.NewScanner(f); in.Scan(); {
		line := in.Text()
		word, rest, _ := strings.Cut(line, " ")
		switch {
		case line == "" || word == "#":
		case word == "message":
			proto, key, _ := strings.Cut(rest, " ")
			s := sample{proto: proto}
			s.Name = proto + " " + strconv.Itoa(len(list))
			s.Env.Key = keyNamed(key)
			list = append(list, s)
		case word == "bytes":
			s := &list[len(list)-1]
			s.Bytes = dissecttest.Hex(rest)
		default:
			s := &list[len(list)-1]
			s.lines = append(s.lines, line)
		}
	}
	return list
}

func keyNamed(s string) field.Key {
	space, number, _ := strings.Cut(s, " ")
	n, _ := strconv.ParseUint(number, 10, 32)
	switch space {
	case "udp":
		return field.UDPPort.Key(n)
	case "cmd":
		return tunnel.CMDKey
	case "erspan1":
		return tunnel.ERSPAN1Key
	}
	return field.Key{}
}

// TestLabels holds every field's place and line to tshark's.
func TestLabels(t *testing.T) {
	for _, s := range samples(t) {
		t.Run(s.Name, func(t *testing.T) {
			var d field.Decoder
			var tree field.Tree
			d.Env = s.Env
			tree.Reset(s.Bytes)
			d.Reset(s.Bytes, field.Span{End: len(s.Bytes), Wire: len(s.Bytes)}, &tree, -1)
			if err := makers[s.proto]().Decode(&d); err != nil {
				t.Fatal(err)
			}
			got := lines(&tree)
			want := strings.Join(s.lines, "\n")
			if got != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

func lines(t *field.Tree) string {
	var out []string
	for i := range t.Nodes {
		n := &t.Nodes[i]
		if n.Flags&field.IsHidden != 0 || n.Parent >= 0 && t.Nodes[n.Parent].Flags&field.IsHidden != 0 {
			continue
		}
		indent := ""
		for up := n.Parent; up >= 0; up = t.Nodes[up].Parent {
			indent += "  "
		}
		b := append([]byte(indent), '-')
		if n.Flags&field.IsGenerated == 0 {
			b = strconv.AppendInt([]byte(indent), int64(n.Off), 10)
			b = strconv.AppendInt(append(b, '+'), int64(n.Len), 10)
		}
		b = t.AppendLabel(append(b, ' '), i)
		out = append(out, string(b))
	}
	return strings.Join(out, "\n")
}

func TestConformance(t *testing.T) {
	seeds := map[string][]dissecttest.Seed{}
	for _, s := range samples(t) {
		seeds[s.proto] = append(seeds[s.proto], s.Seed)
	}
	for proto, newMessage := range makers {
		t.Run(proto, func(t *testing.T) { dissecttest.Run(t, newMessage, seeds[proto]) })
	}
}

func FuzzTunnel(f *testing.F) {
	order := []string{"gre", "erspan", "cmd", "vxlan", "geneve", "nsh", "lisp-data", "teredo", "gtp"}
	seeds := map[int][]dissecttest.Seed{}
	var list []func() dissect.Message
	for i, proto := range order {
		list = append(list, makers[proto])
		for _, s := range samples(f) {
			if s.proto == proto {
				seeds[i] = append(seeds[i], s.Seed)
			}
		}
	}
	dissecttest.Fuzz(f, seeds, list...)
}

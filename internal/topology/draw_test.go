package topology_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/pktscope/pktscope/internal/topology"
)

// office returns a switch with a router, a hub and a port without a neighbor, and a
// router without links.
func office() []topology.Neighbor {
	all := []topology.Neighbor{
		cdp("a 1 SW1 GigabitEthernet0/1"), cdp("a 2 R1 FastEthernet0/0"), cdp("b 3 SW1 GigabitEthernet0/2"), cdp("b 4 R1 FastEthernet0/1"),
		cdp("c 5 SW1 GigabitEthernet0/10"), cdp("c 6 PC1 eth0"), cdp("c 7 PC2 -"), cdp("d 8 SW1 GigabitEthernet0/3"), cdp("e 9 R9 Serial0/0"),
	}
	for i := range all {
		switch all[i].Name {
		case "SW1":
			all[i].Platform, all[i].Capabilities = "cisco WS-C2960", []string{"Switch", "IGMP"}
		case "R1":
			all[i].Platform = "2811"
		}
	}
	all[8].Circuit = 16
	return all
}

func TestText(t *testing.T) {
	const want = `5 devices, 2 links, 1 segment, 2 ports without a known neighbor

SW1 (cisco WS-C2960), Switch IGMP
|-- GigabitEthernet0/1 --- FastEthernet0/0 R1 (2811)
|   ` + "`" + `-- FastEthernet0/1 -- GigabitEthernet0/2 SW1 (above)
|-- GigabitEthernet0/2 --- FastEthernet0/1 R1 (above)
|-- GigabitEthernet0/3 --- no neighbor known on d
` + "`" + `-- GigabitEthernet0/10 -- segment on c
    |-- eth0 PC1
    ` + "`" + `-- ?    PC2

R9
` + "`" + `-- Serial0/0 -- no neighbor known on e DLCI 16

% There is more
% And more
`
	if got := topology.AppendText(nil, topology.Build(office()), []string{"There is more", "And more"}); string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := topology.AppendText(nil, topology.Build(nil), nil); string(got) != "% No device announced itself by CDP, LLDP, FDP or EDP\n" {
		t.Errorf("%s", got)
	}
}

// tricky returns two devices whose names mean something to each of the languages.
func tricky() *topology.Graph {
	a := topology.Neighbor{Interface: "i\n1", Source: "1", Name: `A"&\n<b>`, Ports: []string{"`p`|1"}, Platform: "1. %%{init}%% #9;"}
	b := topology.Neighbor{Interface: "i\n1", Source: "2", Name: "v1.2.", Ports: []string{"Fas 0/0"}}
	return topology.Build([]topology.Neighbor{a, b})
}

func TestDOT(t *testing.T) {
	const want = `graph topology {
	graph [rankdir=LR, nodesep=0.4, ranksep=2.5]
	node [shape=box, style=rounded, fontname="Helvetica", fontsize=12]
	edge [fontname="Helvetica", fontsize=9]
	// A note
	n0 [label="A\"&amp;\\n<b>\n1. %%{init}%% #9;"]
	n1 [label="v1.2."]
	n0 -- n1 [taillabel="` + "`p`|1" + `", headlabel="Fas 0/0", tooltip="i\\n1"]
}
`
	if got := topology.AppendDOT(nil, tricky(), []string{"A note"}); string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestMermaid(t *testing.T) {
	const want = `graph LR
  %% A note
  n0["A#34;#38;#92;n#60;b#62;<br/>1#46; #37;#37;#123;init#125;#37;#37; #35;9#59;"]
  n1["v1.2."]
  n0 ---|"#96;p#96;#124;1 - Fas 0/0"| n1
`
	if got := topology.AppendMermaid(nil, tricky(), []string{"A note"}); string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// wire makes rows of links: "A PORT B PORT", each with an interface of its own.
func wire(links ...string) (all []topology.Neighbor) {
	for i, l := range links {
		f := strings.Fields(l)
		for k := 0; k < 4; k += 2 {
			all = append(all, cdp(fmt.Sprintf("if%d %d.%d %s %s", i, i, k, f[k], f[k+1])))
		}
	}
	return all
}

// shapes returns networks of several forms.
func shapes() map[string][]topology.Neighbor {
	var star, campus, ring, mesh []string
	for i := range 24 {
		star = append(star, fmt.Sprintf("SW0 GigabitEthernet1/0/%d SW%d GigabitEthernet0/1", i+1, i+1))
	}
	campus = append(campus, "C1 Te1/1 C2 Te1/1", "C1 Te1/2 C2 Te1/2")
	for i := range 10 {
		campus = append(campus, fmt.Sprintf("C1 Gi1/%d A%d Gi0/1", i, i), fmt.Sprintf("C2 Gi1/%d A%d Gi0/2", i, i), fmt.Sprintf("A%d Gi0/3 P%d 1", i, i))
	}
	for i := range 8 {
		ring = append(ring, fmt.Sprintf("R%d Gi0/0 R%d Gi0/1", i, (i+1)%8))
		for k := range i {
			mesh = append(mesh, fmt.Sprintf("R%d Gi0/%d R%d Gi0/%d", i, k, k, i))
		}
	}
	long := wire("R1 Gi0/0 R2 Gi0/0")
	long[0].Name, long[0].Platform = strings.Repeat("W", 300), strings.Repeat("M", 300)
	long[1].Ports = []string{strings.Repeat("p", 300)}
	return map[string][]topology.Neighbor{
		"nobody": nil, "one": {cdp("eth0 1 SW1 GigabitEthernet0/1")}, "star": wire(star...), "campus": wire(campus...),
		"ring": wire(ring...), "mesh": wire(mesh...), "office": office(), "long": long,
	}
}

// An element of an SVG, with the text in it.
type element struct {
	name, class, anchor string
	x, y, w, h          float64
	text                string
}

// parse reads an SVG.
func parse(t *testing.T, svg []byte) (all []element) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(svg))
	d.Strict = true
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatalf("%v\n%s", err, svg)
		}
		switch token := token.(type) {
		case xml.StartElement:
			e := element{name: token.Name.Local}
			for _, a := range token.Attr {
				v, _ := strconv.ParseFloat(a.Value, 64)
				switch a.Name.Local {
				case "class":
					e.class = a.Value
				case "text-anchor":
					e.anchor = a.Value
				case "x":
					e.x = v
				case "y":
					e.y = v
				case "width":
					e.w = v
				case "height":
					e.h = v
				}
			}
			all = append(all, e)
		case xml.CharData:
			all[len(all)-1].text += string(token)
		}
	}
}

func (e element) box() bool {
	return e.name == "rect" && e.class != "ground" && e.class != "" // that of an icon
}

func (e element) overlaps(f element) bool {
	return e.x < f.x+f.w && f.x < e.x+e.w && e.y < f.y+f.h && f.y < e.y+e.h
}

// Boxes do not overlap and are within the picture, texts are in their boxes
// or between them, and every device is in the picture.
func TestSVG(t *testing.T) {
	for name, all := range shapes() {
		t.Run(name, func(t *testing.T) { inspect(t, topology.Build(all)) })
	}
}

// The same holds for arbitrary neighbors; and as text, each device is written
// once.
func TestRandom(t *testing.T) {
	for seed := range uint64(100) {
		r := rand.New(rand.NewPCG(seed, 2))
		var all []topology.Neighbor
		for range 2 + r.IntN(60) {
			h := heard(topology.Protocol(r.IntN(2)), fmt.Sprintf("if%d %d D%d Gi0/%d %d", r.IntN(25), r.IntN(40), r.IntN(30), r.IntN(4), r.IntN(100)))
			h.Platform = "platform"
			all = append(all, h)
		}
		g := topology.Build(all)
		inspect(t, g)
		text := string(topology.AppendText(nil, g, nil))
		if n := strings.Count(text, "(platform)"); n != len(g.Devices) {
			t.Errorf("seed %d: %d devices, want %d:\n%s", seed, n, len(g.Devices), text)
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// inspect looks at the picture of a network.
func inspect(t *testing.T, g *topology.Graph) {
	t.Helper()
	elements := parse(t, topology.AppendSVG(nil, g, []string{"A note"}))
	picture := elements[0]
	var boxes []element
	texts := map[string]int{}
	for _, e := range elements[1:] {
		switch {
		case e.name == "text":
			texts[e.class]++
			left, right := e.span()
			if left < 0 || right > picture.w || e.y-8 < 0 || e.y > picture.h {
				t.Errorf("%q is beyond the picture", e.text)
			}
			if e.class != "name" {
				continue
			}
			if b := boxes[len(boxes)-1]; left < b.x || right > b.x+b.w {
				t.Errorf("%q is not in its box", e.text)
			}
		case e.box():
			for _, b := range boxes {
				if e.overlaps(b) {
					t.Errorf("%+v overlaps %+v", e, b)
				}
			}
			if e.x < 0 || e.y < 0 || e.x+e.w > picture.w || e.y+e.h > picture.h {
				t.Errorf("%+v is beyond the picture", e)
			}
			boxes = append(boxes, e)
		}
	}
	ports := 0
	for _, l := range g.Links {
		for _, e := range l.Ends {
			if e.Port != "" {
				ports++
			}
		}
	}
	if texts["name"] != len(g.Devices) || texts["port"] != ports || texts["note"] != 2 {
		t.Errorf("%v, want %d names and %d ports", texts, len(g.Devices), ports)
	}
}

// span returns where a text begins and ends, in a narrow font.
func (e element) span() (left, right float64) {
	width := 5.5 * float64(utf8.RuneCountInString(e.text))
	switch e.anchor {
	case "end":
		return e.x - width, e.x
	case "middle":
		return e.x - width/2, e.x + width/2
	}
	return e.x, e.x + width
}

func TestSpread(t *testing.T) {
	for _, c := range []struct{ want, gap, places []float64 }{
		{[]float64{0, 0, 0}, []float64{0, 10, 10}, []float64{-10, 0, 10}},
		{[]float64{5, 1}, []float64{0, 2}, []float64{2, 4}},
		{[]float64{0, 100, 101}, []float64{0, 10, 10}, []float64{0, 95.5, 105.5}},
		{[]float64{0, 50}, []float64{0, 10}, []float64{0, 50}},
		{[]float64{30, 20, 10}, []float64{0, 5, 5}, []float64{15, 20, 25}},
	} {
		if got := topology.Spread(c.want, c.gap); !slices.Equal(got, c.places) {
			t.Errorf("%v: %v, want %v", c.want, got, c.places)
		}
	}
}

package browse

import (
	"fmt"
	"iter"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/report/diagnosis"
	reportike "github.com/pktscope/pktscope/internal/report/ike"
	"github.com/pktscope/pktscope/internal/track/cdp"
	"github.com/pktscope/pktscope/internal/track/cleartext"
	"github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/icmperror"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/nat"
)

// reports are what the pass learns beside the rows.
type reports struct {
	*report.Several
	sources *diagnose.Sources
	asked   []*report.Report
}

// maxFlows bounds the translations and conversations of reports.
const maxFlows = 1 << 16

func (c *Capture) newReports() (*reports, error) {
	r := &reports{asked: c.opts.Reports, sources: &diagnose.Sources{
		IKE: c.plan.IKE, Fragments: c.plan.Fragments, ESP: esp.New(0), ICMP: icmperror.New(),
		NAT: nat.New(nat.Limits{Translations: maxFlows, Flows: 2 * maxFlows}), CDP: cdp.New(0), Cleartext: cleartext.New(0),
	}}
	var err error
	r.Several, err = report.Ask(c.plan, r.sources, r.asked...)
	return r, err
}

// Report returns the lines of a report of Options.Reports, by its Words, as "pktscope show"
// prints it of what has been read so far.
func (c *Capture) Report(words string) ([]string, error) {
	i, err := c.report(words)
	if err != nil {
		return nil, err
	}
	return linesOf(c.reports.Append(nil, i)), nil
}

// report is the index of a report by its Words.
func (c *Capture) report(words string) (int, error) {
	i := slices.IndexFunc(c.reports.asked, func(r *report.Report) bool { return r.Words == words })
	if i < 0 {
		return 0, fmt.Errorf("there is no report %q", words)
	}
	return i, nil
}

// linesOf are the lines of a text.
func linesOf(text []byte) []string {
	return strings.Split(strings.TrimRight(string(text), "\n"), "\n")
}

// A Table is one of a report, or a statistic: as people read it, and the same rows with all columns that
// programs have, in the form of CSV.
type Table struct {
	Title string
	Notes []string
	render.Texts
	All render.Texts
}

func tableOf(r *render.Report) Table {
	return Table{r.Title, r.Notes, r.Texts(), r.TextsIn(render.InCSV)}
}

// Only is t with some columns, by their keys and in the order of these.
func (t *Table) Only(keys ...string) *Table {
	out := *t
	out.Texts = render.Texts{Rows: make([][]string, len(t.Rows))}
	for n, key := range keys {
		i := slices.Index(t.Keys, key)
		if i < 0 || slices.Contains(keys[:n], key) {
			continue
		}
		out.Titles, out.Keys, out.Numbers = append(out.Titles, t.Titles[i]), append(out.Keys, key), append(out.Numbers, t.Numbers[i])
		for k, row := range t.Rows {
			out.Rows[k] = append(out.Rows[k], row[i])
		}
	}
	return &out
}

// Tables returns the tables of a report of what has been read so far.
func (c *Capture) Tables(words string) (tables []Table, err error) {
	i, err := c.report(words)
	if err != nil {
		return nil, err
	}
	c.reports.Tables(i, func(all []render.Report) {
		for k := range all {
			tables = append(tables, tableOf(&all[k]))
		}
	})
	return tables, nil
}

// Entries returns the lines that a report has on each row of its first table, of what has
// been read so far.
func (c *Capture) Entries(words string) (list [][]string, err error) {
	i, err := c.report(words)
	if err != nil {
		return nil, err
	}
	for _, text := range c.reports.Entries(i) {
		list = append(list, linesOf(text))
	}
	return list, nil
}

// A Finding is one cause of a fault, and the packets that it is about.
type Finding struct {
	diagnose.Finding
	Filter string // the display filter of its tunnel's packets, "" where it has none
}

// Lines are the finding as "pktscope diagnose" prints it, with all of its evidence, in lines of
// at most width columns, but for what is to be typed; 0: they are not wrapped.
func (f *Finding) Lines(width int) []string {
	return linesOf(diagnosis.AppendFinding(nil, &f.Finding, diagnosis.Style{Width: width, Complete: true}))
}

// Findings are what is wrong, by what has been read so far, the worst first.
func (c *Capture) Findings(o diagnose.Options) (list []Finding) {
	c.reports.Read(func(at time.Time) {
		for _, x := range c.reports.sources.Findings(at, o) {
			f := Finding{Finding: x}
			if t := x.Tunnel; t != nil {
				f.Filter = join(betweenFilter(t.Initiator.Addr(), t.Responder.Addr()), tunnelFilter(t.SPIs, t.ESP))
			}
			list = append(list, f)
		}
	})
	return list
}

// A Negotiation is an IKE SA with the ladder of its messages.
type Negotiation struct {
	Version   uint8
	Initiator string // address and port
	Responder string
	SPIs      [2]ike.SPI // by ike.Role
	State     string     // IOS's word: "QM_IDLE"
	Status    string     // what has become of it: "ACTIVE (deleted)", "Failed: NO-PROPOSAL-CHOSEN, by the responder"
	Up        bool       // it was established
	First     time.Time
	Messages  uint64
	Omitted   uint64 // messages that are not in the ladder
	Decrypted uint64 // of Encrypted
	Encrypted uint64
	Ladder    []reportike.Rung
	Children  []uint32 // SPIs of its ESP and AH SAs
	Filter    string   // the display filter of its messages and of its children's packets
}

// Negotiations are the IKE SAs in the order of their first messages, at most limit of
// them; more is how many there are beyond.
func (c *Capture) Negotiations(limit int) (list []Negotiation, more int) {
	c.reports.Read(func(at time.Time) {
		c.plan.IKE.Judge(at)
		for _, some := range [...]iter.Seq[*ike.SA]{c.plan.IKE.All(), c.plan.IKE.HalfOpen(ike.Any)} {
			for s := range some {
				if len(list) == limit {
					break
				}
				list = append(list, negotiation(s))
			}
		}
		answered, halfOpen := c.plan.IKE.Len()
		more = answered + halfOpen - len(list)
	})
	return list, more
}

func negotiation(s *ike.SA) Negotiation {
	n := Negotiation{
		Version: s.Version, Initiator: s.Peers[ike.Initiator].String(), Responder: s.Peers[ike.Responder].String(), SPIs: s.SPIs,
		State: s.State.String(), Status: reportike.Status(s), Up: !s.Ready.IsZero(), First: s.First, Messages: s.Messages, Decrypted: s.Decrypted, Encrypted: s.Encrypted,
		Ladder: reportike.Ladder(s),
	}
	if all := uint64(len(s.Log)) + s.Elsewhere; s.Messages > all {
		n.Omitted = s.Messages - all
	}
	for _, child := range s.Children {
		for _, spi := range child.SPIs {
			if spi != 0 && (child.Protocol == isakmp.ProtocolESP || child.Protocol == isakmp.ProtocolAH) {
				n.Children = append(n.Children, spi)
			}
		}
	}
	n.Filter = tunnelFilter(n.SPIs, n.Children)
	return n
}

// tunnelFilter is the display filter of the packets of an IKE SA and of ESP SAs.
func tunnelFilter(spis [2]ike.SPI, children []uint32) string {
	var parts []string
	if spi := spis[ike.Initiator]; spi != (ike.SPI{}) {
		parts = append(parts, "isakmp.ispi == "+string(field.AppendBytes(nil, spi[:], ':')))
	}
	for _, spi := range children {
		parts = append(parts, fmt.Sprintf("esp.spi == 0x%08x", spi), fmt.Sprintf("ah.spi == 0x%08x", spi))
	}
	return join(parts...)
}

// betweenFilter is the display filter of IPsec between two addresses, "" where one is not
// known.
func betweenFilter(a, b netip.Addr) string {
	if !a.IsValid() || !b.IsValid() {
		return ""
	}
	name := "ip.addr"
	if a.Is6() {
		name = "ipv6.addr"
	}
	return fmt.Sprintf("((isakmp || esp || ah) && %s == %s && %s == %s)", name, a.WithZone(""), name, b.WithZone(""))
}

// join is the display filter of what one of several finds.
func join(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " || ")
}

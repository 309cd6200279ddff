package tables

import (
	"errors"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/report/diagnosis"
	"github.com/pktscope/pktscope/internal/report/ike"
	"github.com/pktscope/pktscope/internal/report/ipsec"
	"github.com/pktscope/pktscope/internal/report/nat"
	"github.com/pktscope/pktscope/internal/report/neighbors"
	"github.com/pktscope/pktscope/internal/table"
)

// The reports that tables are made of.
const (
	ikev1        = "crypto isakmp sa detail"
	ikev2        = "crypto ikev2 sa detail"
	esp          = "crypto ipsec sa"
	topology     = "cdp topology"
	translations = "ip nat translations verbose"
	findings     = "diagnose"
)

// heard are the protocols of neighbours.
var heard = []string{"cdp", "lldp", "fdp", "edp"}

// reports are those that tables are made of. The diagnosis is the last: it takes the trackers of
// those before it, of which that of translations compares all packets.
func reports() (list []*report.Report) {
	wanted := []string{ikev1, ikev2, esp, topology, translations}
	for _, protocol := range heard {
		wanted = append(wanted, protocol+" neighbors")
	}
	for _, r := range slices.Concat(ike.Reports(), ipsec.Reports(), neighbors.Reports(), nat.Reports()) {
		if slices.Contains(wanted, r.Words) {
			list = append(list, &r)
		}
	}
	return append(list, diagnosis.Report(diagnosis.Options{})) // by what the others have collected
}

// maxConversations is how many of each type are kept.
const maxConversations = 1 << 14

// types are those of conversations.
var types = []string{"eth", "ip", "ipv6", "tcp", "udp", "sctp", "esp", "isakmp", "cdp"}

// statistics are those of the table of conversations, of the packets that pass a display
// filter.
func statistics(filter string) (list []string) {
	for _, kind := range types {
		what := "conv," + kind
		if filter != "" {
			what += "," + filter
		}
		list = append(list, what)
	}
	return list
}

// A run is what was collected, once all packets are read.
type run struct {
	*Export
	place table.Locator
	at    time.Time
}

// tables are those of a report.
func (r *run) tables(words string) []render.Report { return r.answers[words].Tables(r.at) }

// made writes the tables that are made of reports.
var made = []func(*run) (writer, error){
	func(r *run) (writer, error) {
		return write(r, chain(table.Rows[table.IKESA], r, slices.Concat(r.tables(ikev1), r.tables(ikev2))...))
	},
	func(r *run) (writer, error) {
		return write(r, chain(table.IKEMessages, r, slices.Concat(r.tables(ikev1), r.tables(ikev2))...))
	},
	func(r *run) (writer, error) { return write(r, chain(table.Rows[table.ESPSA], r, r.tables(esp)...)) },
	func(r *run) (writer, error) { return write(r, r.neighbors) },
	func(r *run) (writer, error) { return write(r, r.links) },
	func(r *run) (writer, error) {
		return write(r, chain(table.Rows[table.Translation], r, r.tables(translations)...))
	},
	func(r *run) (writer, error) {
		return write(r, chain(table.Rows[table.Finding], r, r.tables(findings)...))
	},
	func(r *run) (writer, error) { return write(r, r.conversations) },
}

// maxRows is how many rows of a report are put in the order of their files at once.
const maxRows = 1 << 15

// write writes a table.
func write[T table.Row](r *run, rows iter.Seq2[*T, error]) (writer, error) {
	w := table.NewWriter[T](r.root, r.label)
	var some []*T
	for row, err := range rows {
		if err != nil {
			return w, err
		}
		if some = append(some, row); len(some) == maxRows {
			if err := w.WriteAll(some); err != nil {
				return w, err
			}
			clear(some)
			some = some[:0]
		}
	}
	return w, errors.Join(w.WriteAll(some), w.Finish())
}

// chain are the rows of several reports.
func chain[T any](rows func(*render.Report, table.Locator) iter.Seq2[*T, error], r *run, list ...render.Report) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		for i := range list {
			for row, err := range rows(&list[i], r.place) {
				if !yield(row, err) {
					return
				}
			}
		}
	}
}

// neighbors are the rows of all protocols.
func (r *run) neighbors(yield func(*table.Neighbor, error) bool) {
	for _, protocol := range heard {
		for row, err := range chain(table.Rows[table.Neighbor], r, r.tables(protocol+" neighbors")...) {
			if err == nil {
				row.Protocol = protocol
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

// links are the rows of all kinds of links.
func (r *run) links(yield func(*table.Link, error) bool) {
	for _, list := range r.tables(topology) {
		if list.Key != "links" && list.Key != "stubs" && list.Key != "segments" {
			continue
		}
		for row, err := range table.Rows[table.Link](&list, r.place) {
			if err == nil {
				row.Kind = list.Key
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

// conversations are the rows of all types.
func (r *run) conversations(yield func(*table.Conversation, error) bool) {
	for _, list := range r.stats.Reports() {
		for row, err := range table.Rows[table.Conversation](&list, r.place) {
			if err == nil {
				row.Type, _, _ = strings.Cut(strings.TrimPrefix(list.Key, "conv,"), ",")
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

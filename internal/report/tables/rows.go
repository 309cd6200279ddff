package tables

import (
	"iter"
	"slices"
	"strings"

	"github.com/pktscope/pktscope/internal/render"
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

// OfTunnels are the words of the reports that IKESAs, IKEMessages and ESPSAs are made of.
func OfTunnels() []string { return []string{ikev1, ikev2, esp} }

// OfNeighbors are those that Neighbors are made of.
func OfNeighbors() (words []string) {
	for _, protocol := range heard {
		words = append(words, protocol+neighborReport)
	}
	return words
}

// OfLinks are those that Links are made of.
func OfLinks() []string { return []string{topology} }

// OfTranslations are those that Translations are made of.
func OfTranslations() []string { return []string{translations} }

// OfFindings are those that Findings are made of.
func OfFindings() []string { return []string{findings} }

const neighborReport = " neighbors"

// types are those of conversations.
var types = []string{"eth", "ip", "ipv6", "tcp", "udp", "sctp", "esp", "isakmp", "cdp"}

// Statistics are those of the table of conversations, of the packets that pass a display
// filter.
func Statistics(filter string) (list []string) {
	for _, kind := range types {
		what := "conv," + kind
		if filter != "" {
			what += "," + filter
		}
		list = append(list, what)
	}
	return list
}

// A Source has what rows are made of.
type Source struct {
	Tables func(words string) []render.Report // of a report
	Place  table.Locator
}

// IKESAs are the rows of the table ike_sas, and so on.
func (s Source) IKESAs() iter.Seq2[*table.IKESA, error] {
	return chain(table.Rows[table.IKESA], s, s.ike()...)
}

func (s Source) IKEMessages() iter.Seq2[*table.IKEMessage, error] {
	return chain(table.IKEMessages, s, s.ike()...)
}

func (s Source) ESPSAs() iter.Seq2[*table.ESPSA, error] {
	return chain(table.Rows[table.ESPSA], s, s.Tables(esp)...)
}

func (s Source) Translations() iter.Seq2[*table.Translation, error] {
	return chain(table.Rows[table.Translation], s, s.Tables(translations)...)
}

func (s Source) Findings() iter.Seq2[*table.Finding, error] {
	return chain(table.Rows[table.Finding], s, s.Tables(findings)...)
}

func (s Source) Neighbors() iter.Seq2[*table.Neighbor, error] {
	return func(yield func(*table.Neighbor, error) bool) {
		for _, protocol := range heard {
			for row, err := range chain(table.Rows[table.Neighbor], s, s.Tables(protocol+neighborReport)...) {
				if err == nil {
					row.Protocol = protocol
				}
				if !yield(row, err) {
					return
				}
			}
		}
	}
}

func (s Source) Links() iter.Seq2[*table.Link, error] {
	return func(yield func(*table.Link, error) bool) {
		for _, list := range s.Tables(topology) {
			if list.Key != "links" && list.Key != "stubs" && list.Key != "segments" {
				continue
			}
			for row, err := range table.Rows[table.Link](&list, s.Place) {
				if err == nil {
					row.Kind = list.Key
				}
				if !yield(row, err) {
					return
				}
			}
		}
	}
}

// Conversations are the rows of Statistics.
func Conversations(statistics []render.Report, of table.Locator) iter.Seq2[*table.Conversation, error] {
	return func(yield func(*table.Conversation, error) bool) {
		for i := range statistics {
			for row, err := range table.Rows[table.Conversation](&statistics[i], of) {
				if err == nil {
					row.Type, _, _ = strings.Cut(strings.TrimPrefix(statistics[i].Key, "conv,"), ",")
				}
				if !yield(row, err) {
					return
				}
			}
		}
	}
}

// ike are the tables of both versions.
func (s Source) ike() []render.Report { return slices.Concat(s.Tables(ikev1), s.Tables(ikev2)) }

// chain are the rows of several reports.
func chain[T any](rows func(*render.Report, table.Locator) iter.Seq2[*T, error], s Source, list ...render.Report) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		for i := range list {
			for row, err := range rows(&list[i], s.Place) {
				if !yield(row, err) {
					return
				}
			}
		}
	}
}

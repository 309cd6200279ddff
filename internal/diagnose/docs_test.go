package diagnose_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktscope/pktscope/internal/diagnose"
)

// contract are the identifiers on which programs rely. None may be renamed.
const contract = `
ike.no-answer ike.peer-address ike.version ike.mode ike.proposal ike.lifetime ike.group ike.psk ike.auth ike.identity ike.certificate
ike.eap ike.xauth ike.config ike.ppk ike.fragment-lost ike.retransmission ike.peer-lost ike.invalid-spi ike.half-open ike.redirect
ike.rekey ike.flapping ike.duplicate-identity ike.cookie
ipsec.proposal ipsec.mode ipsec.pfs ipsec.selectors ipsec.one-way ipsec.no-traffic ipsec.invalid-spi ipsec.replay ipsec.loss
ipsec.integrity ipsec.lifetime ipsec.mtu ipsec.cleartext
nat.traversal-blocked nat.traversal-missing nat.esp-blocked nat.port-moved nat.keepalive nat.not-exempt nat.untranslated
cdp.duplex cdp.native-vlan cdp.vtp-domain cdp.checksum cdp.duplicate-device cdp.flapping cdp.holdtime cdp.management-address cdp.version
audit.encryption audit.integrity audit.prf audit.group audit.mode audit.version audit.pfs audit.null audit.lifetime audit.certificate
audit.identity audit.eap`

// The page that people read has a row for each rule, and no other.
func TestRulesAreDocumented(t *testing.T) {
	page, err := os.ReadFile("../../docs/diagnosis.md")
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z]+\\.[a-z-]+)` \\|").FindAllSubmatch(page, -1) {
		rows = append(rows, string(m[1]))
	}
	want := strings.Fields(contract)
	slices.Sort(rows)
	slices.Sort(want)
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("rows of docs/diagnosis.md: %s", diff)
	}
	known := map[string]bool{}
	for _, r := range diagnose.Rules() {
		if known[r.ID] {
			t.Errorf("two rules are %s", r.ID)
		}
		known[r.ID] = true
		if !slices.Contains(want, r.ID) {
			t.Errorf("no row for %s", r.ID)
		}
		if r.Brief == "" || r.Check == nil {
			t.Errorf("%s says nothing", r.ID)
		}
	}
	for _, id := range want {
		if !known[id] {
			t.Errorf("no rule is %s", id)
		}
	}
}

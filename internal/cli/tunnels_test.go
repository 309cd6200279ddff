package cli

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/internal/labtest"
)

const tunnels = "../../fixtures/tunnels"

// A truth is what the daemons of a capture said: their SAs at several moments, as
// strongSwan's swanctl --list-sas names everything, and what they logged.
type truth struct {
	Moments []moment
	Said    map[string][]struct {
		SA   int
		Text string
	}
}

type moment struct {
	Time json.Number
	What string
	Ends map[string][]daemonSA // null of an end that does not run
}

type daemonSA struct {
	UniqueID     int `json:"uniqueid,string"`
	Version      int `json:",string"`
	State        string
	LocalHost    string `json:"local-host"`
	RemoteHost   string `json:"remote-host"`
	LocalID      string `json:"local-id"`
	RemoteID     string `json:"remote-id"`
	Initiator    string // "yes", or nothing
	InitiatorSPI string `json:"initiator-spi"`
	ResponderSPI string `json:"responder-spi"`
	Encr         string `json:"encr-alg"`
	KeySize      int    `json:"encr-keysize,string"`
	Integ        string `json:"integ-alg"`
	PRF          string `json:"prf-alg"`
	Group        string `json:"dh-group"`
	Additional   string `json:"ake1"`
	PPK          string
	NATLocal     string `json:"nat-local"` // "yes", or nothing
	NATRemote    string `json:"nat-remote"`
	Children     []daemonChild
}

type daemonChild struct {
	State, Mode, Protocol string
	SPIIn                 string   `json:"spi-in"`
	SPIOut                string   `json:"spi-out"`
	Encr                  string   `json:"encr-alg"`
	KeySize               int      `json:"encr-keysize,string"`
	Integ                 string   `json:"integ-alg"`
	ESN                   string   `json:"esn"`
	PacketsIn             int      `json:"packets-in,string"`
	PacketsOut            int      `json:"packets-out,string"`
	LocalTS               []string `json:"local-ts"`
	RemoteTS              []string `json:"remote-ts"`
}

// What pktscope calls the algorithms of an IKE SA that strongSwan names, in each
// version of IKE, as the routers of IOS do.
var (
	encrWords = map[string][3]string{
		"AES_CBC": {1: "aes", 2: "AES-CBC"}, "AES_GCM_16": {2: "AES-GCM"}, "CHACHA20_POLY1305": {2: "CHACHA20-POLY1305"},
		"AES_CCM_16": {2: "AES-CCM"}, "3DES_CBC": {1: "3des"},
	}
	integWords = map[string][3]string{
		"HMAC_SHA1_96": {1: "sha", 2: "SHA96"}, "HMAC_SHA2_256_128": {1: "sha256", 2: "SHA256"}, "": {},
	}
	prfWords = map[string][3]string{
		"PRF_HMAC_SHA1": {1: "hmac-sha", 2: "SHA1"}, "PRF_HMAC_SHA2_256": {1: "hmac-sha256", 2: "SHA256"}, "PRF_HMAC_SHA2_384": {2: "SHA384"},
		"PRF_HMAC_SHA2_512": {2: "SHA512"}, "PRF_AES128_XCBC": {2: "AES-XCBC"},
	}
	groupNumbers = map[string]int{"MODP_2048": 14, "ECP_256": 19, "ECP_384": 20, "ECP_521": 21, "CURVE_25519": 31}
	espWords     = map[string]string{
		"AES_CBC-128 HMAC_SHA1_96":      "esp-aes esp-sha-hmac",
		"AES_CBC-128 HMAC_SHA2_256_128": "esp-aes esp-sha256-hmac",
		"AES_CBC-256 HMAC_SHA2_256_128": "esp-aes 256 esp-sha256-hmac",
		"3DES_CBC-0 HMAC_MD5_96":        "esp-3des esp-md5-hmac",
		"AES_CTR-256 AES_CMAC_96":       "esp-aes-ctr 256 esp-aes-cmac-96",
		"AES_CCM_16-128 ":               "esp-ccm 128",
		"AES_GCM_16-128 ":               "esp-gcm 128",
		"AES_GCM_16-256 ":               "esp-gcm 256",
		"CHACHA20_POLY1305-0 ":          "esp-chacha20-poly1305",
	}
)

// TestTunnelsAsTheDaemonsHaveThem compares the reports on tunnels with what both of
// a tunnel's ends said at the same moment.
func TestTunnelsAsTheDaemonsHaveThem(t *testing.T) {
	labtest.Slow(t)
	all, err := filepath.Glob(filepath.Join(tunnels, "*.truth.json"))
	if err != nil || len(all) == 0 {
		t.Fatal("no captures", err)
	}
	for _, name := range all {
		base := strings.TrimSuffix(name, ".truth.json")
		t.Run(filepath.Base(base), func(t *testing.T) {
			t.Parallel()
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var said truth
			if err := json.Unmarshal(b, &said); err != nil {
				t.Fatal(err)
			}
			known := map[string]daemonSA{} // SAs of this and earlier moments
			var rows map[string]object
			for _, m := range said.Moments {
				rows = compareMoment(t, base, &said, m, known)
			}
			compareFailures(t, &said, rows, known)
		})
	}
}

// asked are the rows of a report as of a moment.
func asked(t *testing.T, base string, at json.Number, report string) (rows []object) {
	t.Helper()
	args := append([]string{"show", "crypto"}, strings.Fields(report)...)
	args = append(args, "-r", base+".pcap", "--keys", base+".log", "--at", at.String(), "--format", "json")
	code, out, errs := outcome(args...)
	if code != 0 {
		t.Fatalf("%q: exit status %d: %s", args, code, errs)
	}
	if err := json.Unmarshal(out, &rows); err != nil {
		t.Fatalf("%q: %v: %s", args, err, out)
	}
	return rows
}

// An object is one row of a report, or a part of it.
type object map[string]any

// at is the value below some keys and places in lists, nil where there is none.
func (o object) at(path ...any) any {
	var v any = map[string]any(o)
	for _, p := range path {
		switch p := p.(type) {
		case string:
			m, _ := v.(map[string]any)
			v = m[p]
		case int:
			l, _ := v.([]any)
			if p >= len(l) {
				return nil
			}
			v = l[p]
		}
	}
	return v
}

func (o object) list(key string) (list []object) {
	l, _ := o[key].([]any)
	for _, v := range l {
		m, _ := v.(map[string]any)
		list = append(list, m)
	}
	return list
}

// differences are collected for one moment.
type differences struct {
	t    *testing.T
	what string
}

func (d differences) field(of, name string, got, want any) {
	d.t.Helper()
	g, w := text(got), text(want)
	if g != w {
		d.t.Errorf("%s: %s: %s is %s, the daemons have %s", d.what, of, name, g, w)
	}
}

func text(v any) string {
	b, _ := json.Marshal(v)
	return string(b)
}

func compareMoment(t *testing.T, base string, said *truth, m moment, known map[string]daemonSA) map[string]object {
	d := differences{t, fmt.Sprintf("%s (%s)", m.What, m.Time)}
	rows := map[string]object{}
	report := "ikev2 sa"
	if strings.HasPrefix(filepath.Base(base), "v1") {
		report = "isakmp sa"
	}
	for _, row := range asked(t, base, m.Time, report) {
		rows[row.at("initiator_spi").(string)] = row
	}
	esp := map[string]object{}
	for _, row := range asked(t, base, m.Time, "ipsec sa") {
		esp[row.at("spi").(string)] = row
	}

	now := map[string]bool{}
	for _, end := range slices.Sorted(maps.Keys(m.Ends)) {
		for _, sa := range m.Ends[end] {
			now[sa.InitiatorSPI] = true
			known[sa.InitiatorSPI] = sa
			sa = beyondNAT(m, sa)
			row, ok := rows[sa.InitiatorSPI]
			of := "IKE SA " + sa.InitiatorSPI + " of the " + end
			if !ok {
				t.Errorf("%s: %s is not reported", d.what, of)
				continue
			}
			if sa.State == "CONNECTING" && end == "responder" && !has(m.Ends["initiator"], sa) {
				continue // the initiator has given up
			}
			compareSA(d, of, row, sa, said, end)
			compareNAT(d, of, row, m, sa)
			for _, c := range sa.Children {
				compareChild(d, of, rows, row, sa, c)
				compareESP(d, of, esp, row, sa, c)
			}
		}
	}
	for spi, row := range rows {
		if !now[spi] {
			if row.at("deleted_at") == nil && row.at("failure") == nil {
				t.Errorf("%s: IKE SA %s is reported in state %v, but no daemon has it", d.what, spi, row.at("state"))
			}
			if a, ok := known[spi]; ok && a.Version == 2 && row.at("state") != "DELETED" && row.at("state") != "FAILED" {
				t.Errorf("%s: IKE SA %s, which the daemons no longer have, is in state %v", d.what, spi, row.at("state"))
			}
		}
	}
	for spi := range known {
		if rows[spi] == nil && !now[spi] {
			t.Errorf("%s: IKE SA %s, which the daemons had, is not reported", d.what, spi)
		}
	}
	compareChildrenGone(d, rows, esp, m)
	compareSessions(t, d, base, rows, m)
	return rows
}

// beyondNAT is an SA with the addresses that the responder, where the capture was
// made, has of its peer.
func beyondNAT(m moment, sa daemonSA) daemonSA {
	for _, other := range m.Ends["responder"] {
		if other.InitiatorSPI == sa.InitiatorSPI {
			if sa.Initiator == "yes" && other.Initiator != "yes" {
				sa.LocalHost = other.RemoteHost
			}
		}
	}
	return sa
}

// has reports whether an IKE SA is among those of an end.
func has(list []daemonSA, sa daemonSA) bool {
	return slices.ContainsFunc(list, func(s daemonSA) bool { return s.InitiatorSPI == sa.InitiatorSPI })
}

// compareSA compares all that one end knows of an IKE SA with its row.
func compareSA(d differences, of string, row object, sa daemonSA, said *truth, end string) {
	v := sa.Version
	us, them := sa.LocalHost, sa.RemoteHost
	ourID, theirID := sa.LocalID, sa.RemoteID
	ours, theirs := methods(said, end, sa)
	if first(row.at("src"), us, them) != us {
		us, them, ourID, theirID, ours, theirs = them, us, theirID, ourID, theirs, ours
	}
	d.field(of, "src", row.at("src"), us)
	d.field(of, "dst", row.at("dst"), them)
	d.field(of, "responder_spi", row.at("responder_spi"), sa.ResponderSPI)
	d.field(of, "version", row.at("version"), v)
	if sa.State == "CONNECTING" {
		if s := row.at("state"); row.at("failure") != nil || s == "READY" || s == "QM_IDLE" || s == "DELETED" {
			d.t.Errorf("%s: %s: state is %v, failure %v; the daemon is still connecting", d.what, of, s, row.at("failure"))
		}
		return
	}
	want := map[string][3]string{
		"ESTABLISHED": {1: "QM_IDLE", 2: "READY"}, "REKEYED": {2: "DELETED"}, "REKEYING": {1: "QM_IDLE", 2: "READY"}, "DELETING": {1: "MM_NO_STATE", 2: "DELETED"},
	}[sa.State][v]
	if row.at("state") == "MM_KEY_AUTH" && len(row.list("children")) == 0 {
		want = "MM_KEY_AUTH" // authenticated, and no quick mode has followed
	}
	d.field(of, "state", row.at("state"), want)
	d.field(of, "failure", row.at("failure"), nil)
	d.field(of, "encryption", row.at("chosen", "encr", 0, "name"), encrWords[sa.Encr][v])
	d.field(of, "key length", row.at("chosen", "encr", 0, "key_length"), numberOrNil(sa.KeySize))
	d.field(of, "integrity", row.at("chosen", "integ", 0), wordOrNil(integWords[sa.Integ][v]))
	d.field(of, "prf", row.at("chosen", "prf", 0), prfWords[sa.PRF][v])
	d.field(of, "group", row.at("chosen", "group", 0), groupNumbers[sa.Group])
	additional, _ := row.at("chosen", "additional_ke", 0, 0).(string)
	d.field(of, "additional key exchange", strings.Contains(strings.ToUpper(strings.NewReplacer("-", "_").Replace(additional)), sa.Additional), true)
	d.field(of, "additional key exchanges", len(additional) > 0, sa.Additional != "")
	if at := []string{"initiator_id", "responder_id"}; sa.Initiator == "yes" {
		d.field(of, at[0], row.at(at[0]), sa.LocalID)
		d.field(of, at[1], row.at(at[1]), sa.RemoteID)
	} else {
		d.field(of, at[0], row.at(at[0]), sa.RemoteID)
		d.field(of, at[1], row.at(at[1]), sa.LocalID)
	}
	d.field(of, "auth_local of "+ourID, row.at("auth_local"), ours)
	d.field(of, "auth_remote of "+theirID, row.at("auth_remote"), theirs)
	ppk := any(nil)
	if sa.PPK == "yes" {
		ppk = "used"
	}
	if got := row.at("ppk"); got != "offered" || ppk != nil {
		d.field(of, "ppk", got, ppk)
	}
}

// compareNAT compares who is behind a NAT: an end that finds its own address changed.
// An end that says so only of its peer has been told so by that one, which forces UDP
// encapsulation.
func compareNAT(d differences, of string, row object, m moment, sa daemonSA) {
	var ends [2]*daemonSA
	for _, list := range m.Ends {
		for _, s := range list {
			if s.InitiatorSPI != sa.InitiatorSPI || s.State == "CONNECTING" {
				continue
			} else if s.Initiator == "yes" {
				ends[0] = &s
			} else {
				ends[1] = &s
			}
		}
	}
	if ends[0] == nil || ends[1] == nil {
		return
	}
	behind := [2]bool{ends[0].NATLocal == "yes", ends[1].NATLocal == "yes"}
	forced := ends[0].NATRemote == "yes" && !behind[1] || ends[1].NATRemote == "yes" && !behind[0]
	d.field(of, "nat.initiator", row.at("nat", "initiator"), behind[0])
	d.field(of, "nat.responder", row.at("nat", "responder"), behind[1])
	d.field(of, "nat.forced", row.at("nat", "forced"), forced)
}

// first is got if it is one of the values, or else the first of them.
func first(got any, values ...string) string {
	s, _ := got.(string)
	if slices.Contains(values, s) {
		return s
	}
	return values[0]
}

func wordOrNil(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func numberOrNil(n int) any {
	if n == 0 {
		return nil
	}
	return n
}

// Lines of the log that tell how someone was authenticated.
var (
	byMethod  = regexp.MustCompile(`^authentication of '([^']*)' (\(myself\) )?with (.*?)( successful)?$`)
	byEAP     = regexp.MustCompile(`EAP method EAP_(\w+) succeeded`)
	byXAuth   = regexp.MustCompile(`^XAuth authentication of '([^']*)' .*successful`)
	selfXAuth = regexp.MustCompile(`^XAuth authentication of '([^']*)' \(myself\) successful`)
	newerSA   = regexp.MustCompile(`^IKE_SA \S+\[(\d+)\] rekeyed between`)
)

// methods are how an end and its peer were authenticated, in order, by what the end
// logged. A rekeyed SA is authenticated as the one before was.
func methods(said *truth, end string, sa daemonSA) (local, remote []string) {
	local, remote = []string{}, []string{}
	id := original(said, end, sa.UniqueID)
	eap := ""
	xauth := [2]bool{}
	for _, line := range said.Said[end] {
		if line.SA != id {
			continue
		}
		if m := byEAP.FindStringSubmatch(line.Text); m != nil {
			eap = "eap-" + strings.ToLower(m[1])
		}
		if selfXAuth.MatchString(line.Text) {
			xauth[0] = true
		} else if byXAuth.MatchString(line.Text) {
			xauth[1] = true
		}
		m := byMethod.FindStringSubmatch(line.Text)
		if m == nil || m[2] == "" && m[4] == "" {
			continue
		}
		word := methodWord(m[3])
		list := &remote
		if m[2] != "" {
			list = &local
		}
		if word == "eap" {
			if word = eap; len(*list) > 0 && (m[2] != "") == (end == "responder") {
				continue // the server, which has shown its certificate, proves that it knows the MSK
			}
		}
		*list = append(*list, word)
	}
	if sa.Version == 1 {
		return methodsV1(said, sa, xauth)
	}
	return local, remote
}

// methodsV1 are those of main and aggressive mode: both peers' alike, but for XAUTH,
// whose name tells how the devices were authenticated.
func methodsV1(said *truth, sa daemonSA, xauth [2]bool) (local, remote []string) {
	word := "psk"
	for _, lines := range said.Said {
		for _, line := range lines {
			if m := byMethod.FindStringSubmatch(line.Text); m != nil && strings.HasPrefix(m[3], "RSA") {
				word = "rsa-sig"
			}
		}
	}
	local, remote = []string{word}, []string{word}
	if xauth[0] {
		local = []string{"xauth-" + word}
	}
	if xauth[1] {
		remote = []string{"xauth-" + word}
	}
	return local, remote
}

func methodWord(s string) string {
	switch {
	case s == "pre-shared key":
		return "psk"
	case strings.HasPrefix(s, "RSA"):
		return "rsa-sig"
	case strings.HasPrefix(s, "ECDSA"):
		return "ecdsa-sig"
	case strings.HasPrefix(s, "ED25519"):
		return "ed25519"
	case s == "EAP":
		return "eap"
	}
	return s
}

// original is the number of the SA that was authenticated, whose successor an SA is.
func original(said *truth, end string, id int) int {
	for _, line := range said.Said[end] {
		if m := newerSA.FindStringSubmatch(line.Text); m != nil && m[1] == strconv.Itoa(id) && line.SA != id {
			return original(said, end, line.SA)
		}
	}
	return id
}

// compareChild compares a child SA that an end has with that of the row. In IKEv1
// the row may be that of another IKE SA: quick modes outlive the main mode that
// protected them, and strongSwan hands what they made to the next one.
func compareChild(d differences, of string, rows map[string]object, row object, sa daemonSA, c daemonChild) {
	in, out, local, remote := hexSPI(c.SPIIn), hexSPI(c.SPIOut), c.LocalTS, c.RemoteTS
	if row.at("src") != sa.LocalHost {
		in, out, local, remote = out, in, remote, local
	}
	of = "child " + in + " of " + of
	if out == hexSPI("") || in == hexSPI("") {
		return // the exchange that makes it is not answered
	}
	list := row.list("children")
	if sa.Version == 1 || c.State == "DELETED" { // those, too, are handed to a rekeyed IKE SA
		for _, r := range rows {
			list = append(list, r.list("children")...)
		}
	}
	i := slices.IndexFunc(list, func(o object) bool { return o.at("spi_in") == in })
	if i < 0 {
		d.t.Errorf("%s: %s is not reported", d.what, of)
		return
	}
	got := list[i]
	d.field(of, "spi_out", got.at("spi_out"), out)
	d.field(of, "state", got.at("state"), childWord(c.State))
	d.field(of, "mode", got.at("mode"), strings.ToLower(c.Mode))
	d.field(of, "protocol", got.at("protocol"), strings.ToLower(c.Protocol))
	d.field(of, "esn", got.at("esn"), c.ESN == "yes" || c.ESN == "1")
	d.field(of, "local_selectors", got.at("local_selectors"), numbered(local))
	d.field(of, "remote_selectors", got.at("remote_selectors"), numbered(remote))
	d.field(of, "failure", got.at("failure"), nil)
}

// numbered are selectors with the number of a port that strongSwan names.
func numbered(list []string) (all []string) {
	for _, s := range list {
		all = append(all, strings.ReplaceAll(s, "/domain]", "/53]"))
	}
	return all
}

func hexSPI(s string) string { return "0x" + strings.Repeat("0", 8-min(len(s), 8)) + s }

// childWord is the state of a child SA. One that a daemon keeps for packets that are
// late, or whose deletion is under way, has been replaced or deleted.
func childWord(state string) string {
	switch state {
	case "INSTALLED", "REKEYING":
		return "installed"
	case "REKEYED":
		return "replaced"
	case "DELETING", "DELETED":
		return "deleted"
	}
	return strings.ToLower(state)
}

// compareESP compares the counters and algorithms of a child SA's two directions.
func compareESP(d differences, of string, esp map[string]object, ike object, sa daemonSA, c daemonChild) {
	for _, way := range []struct {
		spi      string
		packets  int
		src, dst string
	}{{c.SPIIn, c.PacketsIn, sa.RemoteHost, sa.LocalHost}, {c.SPIOut, c.PacketsOut, sa.LocalHost, sa.RemoteHost}} {
		spi := hexSPI(way.spi)
		row, ok := esp[spi]
		if !ok {
			if way.packets > 0 {
				d.t.Errorf("%s: %s: ESP SA %s with %d packets is not reported", d.what, of, spi, way.packets)
			}
			continue
		}
		name := "ESP SA " + spi + " of " + of
		d.field(name, "packets", row.at("packets"), way.packets)
		d.field(name, "decrypted", row.at("decrypted"), way.packets)
		if sa.Version == 2 {
			d.field(name, "ike", row.at("ike"), sa.InitiatorSPI)
		}
		local, remote := c.LocalTS[0], c.RemoteTS[0]
		if ike.at("src") != sa.LocalHost {
			local, remote = remote, local
		}
		if i := identOf(local); i != "" && sa.Version == 2 {
			d.field(name, "local_ident", row.at("local_ident"), i)
		}
		if i := identOf(remote); i != "" && sa.Version == 2 {
			d.field(name, "remote_ident", row.at("remote_ident"), i)
		}
		want, known := espWords[fmt.Sprintf("%s-%d %s", c.Encr, c.KeySize, c.Integ)]
		if !known {
			want = fmt.Sprintf("%s-%d %s", c.Encr, c.KeySize, c.Integ)
		}
		d.field(name, "transform", row.at("transform"), want)
	}
}

// identOf is a selector as IOS has it: address, mask, protocol and port. It has no
// word for a range of ports.
func identOf(selector string) string {
	m := regexp.MustCompile(`^([0-9.]+)/(24|32)(\[tcp\])?$`).FindStringSubmatch(selector)
	if m == nil {
		return ""
	}
	mask := map[string]string{"24": "255.255.255.0", "32": "255.255.255.255"}[m[2]]
	if m[3] != "" {
		return m[1] + "/" + mask + "/6/0"
	}
	return m[1] + "/" + mask + "/0/0"
}

// compareChildrenGone holds the children that the rows have against those that any
// end has.
func compareChildrenGone(d differences, rows, esp map[string]object, m moment) {
	has := map[string]bool{}
	for _, list := range m.Ends {
		for _, sa := range list {
			for _, c := range sa.Children {
				has[hexSPI(c.SPIIn)], has[hexSPI(c.SPIOut)] = true, true
			}
		}
	}
	for spi, row := range esp {
		if sa := rows[fmt.Sprint(row.at("ike"))]; !has[spi] && row.at("deleted") == nil && (sa == nil || sa.at("failure") == nil) {
			d.t.Errorf("%s: ESP SA %s is not deleted, but no daemon has it", d.what, spi)
		}
	}
	for spi, row := range rows {
		for _, c := range row.list("children") {
			in, _ := c.at("spi_in").(string)
			out, _ := c.at("spi_out").(string)
			if s := c.at("state"); !has[in] && !has[out] && (s == "installed" || s == nil) {
				d.t.Errorf("%s: child %s of IKE SA %s is %v, but no daemon has it", d.what, cmp.Or(in, out), spi, s)
			}
		}
	}
}

// compareSessions holds the status of each session against the SAs that its
// daemons have.
func compareSessions(t *testing.T, d differences, base string, rows map[string]object, m moment) {
	for _, row := range asked(t, base, m.Time, "session") {
		want, rank := "DOWN", 0
		spi, _ := row.at("ike").(string)
		if rows[spi].at("failure") != nil {
			want = "DOWN-FAILED"
		}
		for _, list := range m.Ends {
			for _, sa := range list {
				if spi != "" && sa.InitiatorSPI != spi {
					continue
				}
				active := slices.ContainsFunc(sa.Children, func(c daemonChild) bool { return childWord(c.State) == "installed" && c.SPIOut != "" })
				switch {
				case sa.State == "ESTABLISHED" && active:
					want, rank = "UP-ACTIVE", 3
				case sa.State == "ESTABLISHED" && rank < 2:
					want, rank = "UP-IDLE", 2
				case sa.State == "CONNECTING" && rank < 1 && (sa.Initiator == "yes" || has(m.Ends["initiator"], sa)):
					want, rank = "DOWN-NEGOTIATING", 1
				}
			}
		}
		d.field(fmt.Sprintf("session %v - %v of IKE SA %s", row.at("local"), row.at("remote"), spi), "status", row.at("status"), want)
	}
}

// Lines of the log that tell why something failed.
var (
	refusedSA    = regexp.MustCompile(`^received (\w+) (?:notify error|error notify)`)
	refusedChild = regexp.MustCompile(`^received (\w+) notify, no CHILD_SA built`)
)

// compareFailures compares the failures that the rows tell at the end with those
// that the initiators logged.
func compareFailures(t *testing.T, said *truth, rows map[string]object, known map[string]daemonSA) {
	var got, want []string
	for _, row := range rows {
		if f, ok := row.at("failure").(string); ok {
			got = append(got, "IKE SA: "+strings.ReplaceAll(f, "-", "_"))
		}
		for _, c := range row.list("children") {
			if f, ok := c.at("failure").(string); ok {
				got = append(got, "child: "+strings.ReplaceAll(f, "-", "_"))
			}
		}
	}
	for _, end := range []string{"initiator", "initiator2"} {
		for _, line := range said.Said[end] {
			up := slices.ContainsFunc(slices.Collect(maps.Values(known)), func(sa daemonSA) bool { return sa.UniqueID == line.SA && sa.State != "CONNECTING" })
			if m := refusedSA.FindStringSubmatch(line.Text); m != nil && up {
				want = append(want, "child: "+m[1])
			} else if m != nil {
				want = append(want, "IKE SA: "+m[1])
			}
			if m := refusedChild.FindStringSubmatch(line.Text); m != nil {
				want = append(want, "child: "+m[1])
			}
			if strings.HasPrefix(line.Text, "XAuth authentication of ") && strings.HasSuffix(line.Text, " failed") {
				want = append(want, "IKE SA: refused")
			}
			if strings.HasPrefix(line.Text, "giving up after") {
				if up {
					want = append(want, "IKE SA: peer_lost")
				} else {
					want = append(want, "IKE SA: no_answer")
				}
			}
		}
	}
	for _, lines := range said.Said {
		for _, line := range lines {
			if strings.HasPrefix(line.Text, "unable to rekey, ") && strings.HasSuffix(line.Text, " not found") {
				want = append(want, "child: CHILD_SA_NOT_FOUND")
			}
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("the failures are %q, the daemons have %q", got, want)
	}
}

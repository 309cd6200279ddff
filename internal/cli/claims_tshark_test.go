package cli

import (
	"encoding/json"
	"math"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/pktscope/pktscope/internal/labtest"
)

// TestClaimsAgainstTshark reads captures without keys: the project's, and those below
// PKTSCOPE_CORPUS and PKTSCOPE_LAB. No report may then claim that something is established, up, right,
// proven or decrypted unless what tshark sees in the clear shows it.
func TestClaimsAgainstTshark(t *testing.T) {
	t.Parallel()
	labtest.Program(t, "tshark")
	files := capturesBelow(t, "../../fixtures", math.MaxInt)
	for _, root := range []string{os.Getenv("PKTSCOPE_CORPUS"), os.Getenv("PKTSCOPE_LAB")} {
		if root != "" {
			files = append(files, capturesBelow(t, root, math.MaxInt)...)
		}
	}
	var sas, flows atomic.Int64
	sideBySide(files, func(file string) {
		c := claims{T: t, file: file}
		if out, _ := program("-r", file, "-Y", "isakmp || esp || ah", "-T", "fields", "-e", "frame.number").Output(); len(out) == 0 {
			return
		}
		c.read()
		sas.Add(int64(len(c.ikes)))
		flows.Add(int64(len(c.esps)))
		c.seen = clearText(t, file)
		c.checkIKE()
		c.checkSessions()
		c.checkESP()
		c.checkWords()
	})
	if sas.Load() == 0 || flows.Load() == 0 {
		t.Errorf("%d IKE SAs and %d SAs of ESP: nothing was held against tshark", sas.Load(), flows.Load())
	}
	t.Logf("%d captures, %d IKE SAs, %d SAs of ESP and AH", len(files), sas.Load(), flows.Load())
}

// claims are what the reports on a capture claim, and what tshark sees of it.
type claims struct {
	*testing.T
	file     string
	seen     evidence
	ikes     []claimedIKE
	sessions []claimedSession
	esps     []claimedESP
}

type claimedIKE struct {
	State        string `json:"state"`
	Version      int    `json:"version"`
	InitiatorSPI string `json:"initiator_spi"`
	Decrypted    int    `json:"decrypted"`
	Proofs       struct {
		Right int `json:"right"`
		Wrong int `json:"wrong"`
	} `json:"proofs"`
	PSK        any      `json:"psk"`
	AuthLocal  []string `json:"auth_local"`
	AuthRemote []string `json:"auth_remote"`
	Children   []any    `json:"children"`
}

type claimedSession struct {
	Local  string `json:"local"`
	Remote string `json:"remote"`
	Status string `json:"status"`
	IKE    string `json:"ike"`
}

type claimedESP struct {
	SPI       string `json:"spi"`
	Protocol  string `json:"protocol"`
	Transform string `json:"transform"`
	Decrypted int    `json:"decrypted"`
}

func (c *claims) read() {
	c.T.Helper()
	c.report(&c.ikes, "isakmp", "sa")
	var v2 []claimedIKE
	c.report(&v2, "ikev2", "sa")
	c.ikes = append(c.ikes, v2...)
	c.report(&c.sessions, "session")
	c.report(&c.esps, "ipsec", "sa")
}

// report reads a report without keys. A damaged capture is reported as far as it goes.
func (c *claims) report(into any, words ...string) {
	c.T.Helper()
	out, _ := program(append(append([]string{"show", "crypto"}, words...), "--format", "json", "-r", c.file)...).Output()
	if err := json.Unmarshal(out, into); err != nil {
		c.Errorf("%s: show crypto %s: %v", c.file, strings.Join(words, " "), err)
	}
}

// checkIKE holds states against the exchanges that follow authentication.
func (c *claims) checkIKE() {
	for _, s := range c.ikes {
		if s.Decrypted > 0 || s.Proofs.Right+s.Proofs.Wrong > 0 || s.PSK != nil {
			c.Errorf("%s: SA %s: without keys it claims %d decrypted messages, proofs %v, a verdict of the pre-shared key %v",
				c.file, s.InitiatorSPI, s.Decrypted, s.Proofs, s.PSK)
		}
		if s.Version == 2 && len(s.AuthLocal)+len(s.AuthRemote)+len(s.Children) > 0 {
			c.Errorf("%s: SA %s: without keys it claims methods %q and %q, %d children", c.file, s.InitiatorSPI, s.AuthLocal, s.AuthRemote, len(s.Children))
		}
		switch s.State {
		case "READY", "QM_IDLE":
			if !c.seen.established(s.InitiatorSPI) {
				c.Errorf("%s: SA %s is %s, but tshark sees nothing that shows it", c.file, s.InitiatorSPI, s.State)
			}
		}
	}
}

// checkSessions holds the status of sessions against ESP and the exchanges of IKE.
func (c *claims) checkSessions() {
	for _, s := range c.sessions {
		switch {
		case !strings.HasPrefix(s.Status, "UP"):
		case s.Status == "UP-IDLE" && !c.seen.established(s.IKE), s.Status != "UP-IDLE" && !c.seen.protects(s):
			c.Errorf("%s: session %s %s is %s, but tshark sees nothing that shows it", c.file, s.Local, s.Remote, s.Status)
		}
	}
}

// protects reports whether there is ESP or AH between the peers of s, or between addresses that
// its IKE SA had before one of them moved (RFC 4555).
func (e evidence) protects(s claimedSession) bool {
	return e.protected[[2]string{s.Local, s.Remote}] || slices.ContainsFunc(e.endpoints[s.IKE], func(ends [2]string) bool { return e.protected[ends] })
}

// checkESP holds that only NULL encryption is read without keys.
func (c *claims) checkESP() {
	for _, s := range c.esps {
		if s.Decrypted > 0 && s.Protocol == "esp" && !strings.Contains(s.Transform, "null") {
			c.Errorf("%s: SA %s (%s): %d packets decrypted without keys", c.file, s.SPI, s.Transform, s.Decrypted)
		}
	}
}

// forbidden are words that nothing but keys can justify.
var forbidden = regexp.MustCompile(`(?m)^.*(key is (right|wrong)|Proofs|Decrypted: [1-9]|keys are (derived|given)|proven|proves).*$`)

func (c *claims) checkWords() {
	for _, words := range []string{"isakmp sa detail", "ikev2 sa detail"} {
		out, _ := program(append([]string{"show", "crypto", "-r", c.file}, strings.Fields(words)...)...).Output()
		for _, line := range forbidden.FindAllString(string(out), 3) {
			c.Errorf("%s: show crypto %s: %q", c.file, words, line)
		}
	}
}

// evidence is what tshark sees without keys.
type evidence struct {
	exchanges map[string][]string // of IKE, by the initiator's SPI, in order: "VERSION TYPE FLAGS ID"
	endpoints map[string][][2]string
	protected map[[2]string]bool // addresses with ESP or AH between them, both ways round
}

// clearText asks tshark for the headers of IKE, ESP and AH.
func clearText(t *testing.T, file string) evidence {
	t.Helper()
	args := []string{"-n", "-r", file, "-Y", "isakmp || esp || ah", "-T", "fields", "-E", "occurrence=a", "-E", "aggregator=,"}
	for _, f := range []string{"isakmp.ispi", "isakmp.version", "isakmp.exchangetype", "isakmp.flags", "isakmp.messageid", "ip.src", "ip.dst", "ipv6.src", "ipv6.dst", "esp.spi", "ah.spi"} {
		args = append(args, "-e", f)
	}
	out, _ := exec.Command("tshark", args...).Output()
	e := evidence{exchanges: map[string][]string{}, endpoints: map[string][][2]string{}, protected: map[[2]string]bool{}}
	for line := range strings.Lines(string(out)) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		ends := outerPairs(f[5:9])
		if f[9] != "" || f[10] != "" {
			for _, p := range ends {
				e.protected[p], e.protected[[2]string{p[1], p[0]}] = true, true
			}
		}
		spis, columns := strings.Split(f[0], ","), [4][]string{}
		for k := range columns {
			columns[k] = strings.Split(f[1+k], ",")
		}
		for i, spi := range spis {
			if spi == "" || i >= len(columns[1]) {
				continue
			}
			var words []string
			for k := range columns {
				words = append(words, columns[k][min(i, len(columns[k])-1)])
			}
			e.exchanges[spi] = append(e.exchanges[spi], strings.Join(words, " "))
			e.endpoints[spi] = append(e.endpoints[spi], ends...)
		}
	}
	return e
}

// outerPairs are the addresses of a frame's IP headers.
func outerPairs(f []string) (out [][2]string) {
	for i := 0; i < len(f); i += 2 {
		src, dst := strings.Split(f[i], ","), strings.Split(f[i+1], ",")
		for k := range min(len(src), len(dst)) {
			if src[k] != "" {
				out = append(out, [2]string{src[k], dst[k]})
			}
		}
	}
	return out
}

// established reports whether an exchange was seen that only authenticated peers
// have, or ESP between the peers: quick mode, new group mode, Mode-Config and
// encrypted notifications of IKEv1; CREATE_CHILD_SA of IKEv2, and INFORMATIONAL where
// the capture begins late, where the responder asks, or more than once: one alone may
// be the refusal of the responder's proof.
func (e evidence) established(spi string) bool {
	list := e.exchanges[spi]
	for _, ends := range e.endpoints[spi] {
		if e.protected[ends] {
			return true
		}
	}
	init := slices.ContainsFunc(list, func(x string) bool { return strings.Fields(x)[1] == "34" })
	informational := map[string]bool{}
	for _, x := range list {
		f := strings.Fields(x)
		version, exchange, flags, id := f[0], f[1], f[2], f[3]
		switch exchange {
		case "32", "33", "6", "36":
			return true
		case "5":
			if version == "0x10" && strings.HasSuffix(flags, "1") {
				return true
			}
		case "37":
			if !init || flags == "0x00" {
				return true
			}
			informational[id] = true
		}
	}
	return len(informational) > 1
}

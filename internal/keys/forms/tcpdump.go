package forms

import (
	"net/netip"
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/keys"
)

// A tcpdump reads what tcpdump -E takes, and the files that its "file NAME"
// names:
//
//	tcpdump -r x.pcap -E '0x12345678@192.1.2.45 3des-cbc-hmac96:0x4043434545464649...'
//	0x12345678@192.1.2.45 3des-cbc-hmac96:0x4043434545464649...
//	aes128-cbc:secret
//	ikev2 I 0x0001020304050607 0xc02e7a3031a03188 sha1:0x4ea8... aes128:0x3f44...
//	file esp-secrets.txt
//
// The same ikev2 lines are in the logs of libreswan and Openswan
// (plutodebug=private,crypt).
type tcpdump struct {
	c     *collector
	ikev2 []tcpdumpSA // in the order of their first lines
	spis  map[[2]uint64]*keys.IKE
}

// A tcpdumpSA is an IKE SA of ikev2 lines.
type tcpdumpSA struct {
	*keys.IKE
	salts []saltPair // that a log of libreswan printed before
}

// end keeps the IKE SAs, of which there are two lines each.
func (t *tcpdump) end() {
	for _, k := range t.ikev2 {
		for _, x := range salted(k.IKE, k.salts) {
			t.c.addIKE(*x)
		}
	}
}

func (t *tcpdump) line(s string) bool {
	if i := strings.Index(s, "ikev2 "); i >= 0 && t.ikev2Line(s[i:]) {
		return true
	}
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "#") {
		return false
	}
	if secrets, ok := optionE(s); ok {
		s = secrets
	}
	taken := false
	for item := range strings.SplitSeq(s, ",") {
		if item = strings.TrimSpace(item); item == "" {
			continue
		}
		if !t.item(item) {
			if taken {
				t.c.fail("", "", "behind a comma, want spi@address algorithm:secret")
			}
			return taken
		}
		taken = true
		t.c.table = true
	}
	return taken
}

// optionE returns the value of -E in a command line: what stands between quotes or, at
// the line's beginning or without quotes, up to the next option.
func optionE(s string) (value string, ok bool) {
	_, value, ok = strings.Cut(" "+s, " -E")
	if !ok {
		return "", false
	}
	value = strings.TrimLeft(value, " =")
	if value == "" {
		return "", false
	}
	if q := value[:1]; q == "'" || q == `"` {
		value, _, _ = strings.Cut(value[1:], q)
		return value, true
	}
	value, _, _ = strings.Cut(value, " -")
	return strings.TrimRight(value, ` "'`), true
}

// item reads what stands between two commas.
func (t *tcpdump) item(s string) bool {
	if name, ok := strings.CutPrefix(s, "file "); ok && !t.c.log { // in a log it is a word as others
		t.c.include(strings.TrimSpace(name))
		return true
	}
	words := strings.Fields(s)
	switch len(words) {
	case 1:
		return t.secret(keys.ESP{}, words[0], false)
	case 2:
		spi, addr, ok := strings.Cut(words[0], "@")
		if !ok {
			return false
		}
		t.secretFor(spi, addr, words[1])
		return true
	}
	return false
}

// secretFor reads the secret of one SA.
func (t *tcpdump) secretFor(spi, addr, secret string) {
	n, err := strconv.ParseUint(spi, 0, 32) // as strtoul: 0x, 0, decimal
	if err != nil {
		t.c.fail("", "SPI", "want a number of 32 bits")
		return
	}
	e := keys.ESP{SPI: keys.SPIOf(uint32(n))}
	dst, err := netip.ParseAddr(addr)
	if err != nil {
		t.c.fail(e.Name(), "destination", "want an address")
		return
	}
	e.Dst = keys.AddrOf(dst)
	t.secret(e, secret, true)
}

// secret reads ALGORITHM:SECRET. If the text before does not announce it (sure is
// false), the algorithm must be known.
func (t *tcpdump) secret(e keys.ESP, s string, sure bool) bool {
	name, key, ok := strings.Cut(s, ":")
	if ok {
		e.Encr, e.Integ, ok = tcpdumpAlgorithm(name)
	}
	switch {
	case !ok && !sure:
		return false
	case !ok:
		t.c.fail(e.Name(), "algorithm", `want one as "aes128-cbc-hmac96", and its secret behind a colon`)
		return true
	}
	if e.Key, ok = t.c.wiresharkKey(e.Name(), "secret", key); ok {
		t.c.addESP(e)
	}
	return true
}

// tcpdumpAlgorithm reads the name of a cipher in OpenSSL's terms, followed by
// "-cbc" or not, followed by "-hmac96" if an ICV of 96 bits is to be cut off.
func tcpdumpAlgorithm(s string) (ipsec.Encr, ipsec.Integ, bool) {
	s, hmac := strings.CutSuffix(strings.ToLower(s), "-hmac96")
	integ := ipsec.IntegNone
	if hmac {
		integ = ipsec.IntegUnverified96
	}
	switch s = strings.TrimSuffix(s, "-cbc"); s {
	case "none":
		return ipsec.EncrNull, integ, true
	case "des":
		return ipsec.EncrDES, integ, true
	case "3des", "des3", "des-ede3":
		return ipsec.Encr3DES, integ, true
	case "blowfish", "bf":
		return ipsec.EncrBlowfish, integ, true
	case "cast", "cast5", "cast128":
		return ipsec.EncrCAST, integ, true
	case "aes", "aes128", "aes192", "aes256", "aes-128", "aes-192", "aes-256":
		return ipsec.EncrAESCBC, integ, true
	case "camellia128", "camellia192", "camellia256", "camellia-128", "camellia-192", "camellia-256":
		return ipsec.EncrCamelliaCBC, integ, true
	}
	return 0, 0, false
}

// ikev2Line reads the keys of one direction of an IKE SA.
func (t *tcpdump) ikev2Line(s string) bool {
	words := strings.Fields(s)
	if len(words) != 6 || words[1] != "I" && words[1] != "R" || !strings.HasPrefix(words[2], "0x") {
		return false
	}
	i, okI := parseSPI64(words[2])
	r, okR := parseSPI64(words[3])
	if !okI || !okR {
		t.c.fail("", "SPIs", wantSPI+" behind 0x")
		return true
	}
	k := t.sa(i, r)
	integ, authKey, _ := strings.Cut(words[4], ":")
	encr, key, _ := strings.Cut(words[5], ":")
	if !t.algorithms(k, integ, encr) {
		return true
	}
	sk, ok := t.c.hexField(k.Name(), "SK_e", key)
	if !ok {
		return true
	}
	ska, ok := t.c.hexField(k.Name(), "SK_a", authKey)
	if !ok {
		return true
	}
	if words[1] == "I" {
		k.SKei, k.SKai = sk, ska
	} else {
		k.SKer, k.SKar = sk, ska
	}
	return true
}

// sa is the SA of these SPIs; its first line makes it.
func (t *tcpdump) sa(i, r uint64) *keys.IKE {
	if k := t.spis[[2]uint64{i, r}]; k != nil {
		return k
	}
	k := &keys.IKE{Place: t.c.place, Version: 2, InitiatorSPI: i, ResponderSPI: r}
	if len(t.ikev2) >= maxRecords {
		return k
	}
	if t.spis == nil {
		t.spis = make(map[[2]uint64]*keys.IKE)
	}
	t.spis[[2]uint64{i, r}] = k
	t.ikev2 = append(t.ikev2, tcpdumpSA{k, t.c.salts.take()})
	return k
}

// algorithms reads the names of both algorithms.
func (t *tcpdump) algorithms(k *keys.IKE, integ, encr string) bool {
	var ok bool
	if k.Encr, k.KeyBits, ok = plutoEncr(encr); !ok {
		t.c.fail(k.Name(), "encryption algorithm", `unknown, want one as "aes128"`)
		return false
	}
	if k.Integ, ok = plutoInteg(integ); !ok {
		t.c.fail(k.Name(), "integrity algorithm", `unknown, want one as "sha256"`)
		return false
	}
	return true
}

// plutoEncr reads an algorithm with its key length at the end: aes128,
// aes_gcm_16256. What it is called without is what tcpdump or pluto call it.
func plutoEncr(s string) (e ipsec.Encr, keyBits int, ok bool) {
	s = strings.ToLower(s)
	for _, bits := range [...]int{128, 192, 256} {
		if name, found := strings.CutSuffix(s, strconv.Itoa(bits)); found && name != "" {
			if e, _, ok := ipsec.ParseEncr(strings.Trim(name, "_-")); ok && e.KeyLengths().Has(bits/8) {
				return e, bits, true
			}
		}
	}
	if e, _, ok := tcpdumpAlgorithm(s); ok {
		return e, 0, true
	}
	return ipsec.ParseEncr(s)
}

// plutoInteg reads an algorithm by the name of its hash, or in full.
func plutoInteg(s string) (ipsec.Integ, bool) {
	switch s = strings.ToLower(s); s {
	case "md5":
		return ipsec.IntegMD5_96, true
	case "sha", "sha1":
		return ipsec.IntegSHA1_96, true
	case "sha256", "sha2", "sha2_256":
		return ipsec.IntegSHA2_256_128, true
	case "sha384", "sha2_384":
		return ipsec.IntegSHA2_384_192, true
	case "sha512", "sha2_512":
		return ipsec.IntegSHA2_512_256, true
	case "aes_xcbc":
		return ipsec.IntegAESXCBC_96, true
	case "aes_cmac":
		return ipsec.IntegAESCMAC_96, true
	case "none", "null", "":
		return ipsec.IntegNone, true
	}
	return ipsec.ParseInteg(s)
}

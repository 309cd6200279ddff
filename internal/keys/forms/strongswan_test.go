package forms

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
)

// The logs are those of charons of strongSwan 5.9.8, A and B being the two ends
// of a tunnel. Which key belongs to which SPI is known from the other end's log
// and from tshark, which opened the captures of these SAs with them.

func TestStrongswanIKEv1(t *testing.T) {
	const log = "testdata/strongswan-v1cbc.A.log"
	s := read(t, log)
	if len(s.IKE) != 2 || len(s.ESP) != 4 {
		t.Fatalf("%d IKE SAs and %d ESP SAs, want 2 and 4", len(s.IKE), len(s.ESP))
	}
	k := s.IKE[0]
	at(t, k.Place, log+":22")
	if k.Version != 1 || k.InitiatorSPI != 0x3ec5aab2401b28fc || k.ResponderSPI != 0x3c85390f2607bd29 ||
		k.Encr != ipsec.EncrAESCBC || k.KeyBits != 128 || k.Hash != ipsec.HashSHA1 {
		t.Errorf("%+v", k)
	}
	same(t, k.Ka, bin("7A 18 9A 91 FF 5B 95 D4 6F 7F 33 05 35 ED FD 66"))
	for _, f := range []struct {
		key  crypt.Secret
		size int
	}{{k.SharedSecret, 128}, {k.SKEYID, 20}, {k.SKEYIDd, 20}, {k.SKEYIDa, 20}, {k.SKEYIDe, 20}} {
		if len(f.key) != f.size {
			t.Errorf("%d bytes, want %d", len(f.key), f.size)
		}
	}
	if k := s.IKE[1]; k.InitiatorSPI != 0x71aad1874e84354c || k.ResponderSPI != 0x955752beb55c0ec4 {
		t.Errorf("the second SA is %016x %016x", k.InitiatorSPI, k.ResponderSPI)
	}
	sha1 := keys.ESP{IKE: 0x3ec5aab2401b28fc, HasMessageID: true, Encr: ipsec.EncrAESCBC, Integ: ipsec.IntegSHA1_96}
	want := []*keys.ESP{}
	for _, sa := range []struct {
		id        uint32
		spi       uint32
		src, dst  string
		key, auth string
	}{
		// 2704485412: this end began the Quick Mode, and sends with the
		// initiator's keys. 965727871: the other end did.
		{2704485412, 0x830017e7, "10.1.0.2", "10.1.0.1", "A3 D3 53 D6 0A 31 6C DD 7F 34 31 A2 5D 04 32 8F", "CE 62 45 11 80 F9 B1 60 78 6F 37 E6 75 B4 6A 3D B9 DA 52 CE"},
		{2704485412, 0x6e8b3938, "10.1.0.1", "10.1.0.2", "9C C8 32 64 AA 12 80 FD 21 BE 18 63 9D 72 10 F7", "D5 7E B1 5F 08 63 C0 93 87 1F 42 79 1A 4D 3D B1 B1 84 5C C0"},
		{965727871, 0xc9f3d09e, "10.1.0.2", "10.1.0.1", "BF 25 C2 F3 C1 0C 91 DC 7E 62 28 BB B3 9E 3D 03", "6D 0D FC 1B 38 13 00 7D AF AF 18 1A ED 7D 76 0E 6C DF 05 21"},
		{965727871, 0x710af263, "10.1.0.1", "10.1.0.2", "9A 0F D5 14 B4 6C D8 26 5A 0E 28 E0 54 03 59 D9", "D4 DB F7 C7 19 BD A6 21 06 3E C0 CB E0 4F 87 EF 45 FA B4 DE"},
	} {
		e := sha1
		e.MessageID, e.SPI, e.Src, e.Dst, e.Key, e.IntegKey = sa.id, keys.SPIOf(sa.spi), addr(sa.src), addr(sa.dst), bin(sa.key), bin(sa.auth)
		want = append(want, &e)
	}
	same(t, s.ESP, want)
}

func TestStrongswanIKEv2(t *testing.T) {
	s := read(t, "testdata/strongswan-v2cbc.B.log")
	if len(s.IKE) != 2 || len(s.ESP) != 4 {
		t.Fatalf("%d IKE SAs and %d ESP SAs, want 2 and 4", len(s.IKE), len(s.ESP))
	}
	k := s.IKE[0]
	same(t, []crypt.Secret{k.SKEYSEED, k.SKd, k.SKar, k.SKei}, []crypt.Secret{
		bin("AC E8 CF BC 31 48 E3 CF 32 C7 02 1C 9D E5 03 45 B2 A2 D0 00 49 34 F7 3E 53 F6 43 07 F6 13 BB 7F"),
		bin("FE C1 E6 CE A5 B3 4D AC 47 02 AE 44 F8 A3 A7 2E AC 1D 78 A4 B7 9E 42 E7 4E 1D 1D 79 07 0C D4 AB"),
		bin("10 83 9D 5D B8 63 51 66 23 5D A5 88 97 6F 5B 62 43 F2 B0 C8 20 36 AF 88 1E B0 06 DD 5D 65 D9 DB"),
		bin("C9 56 7C 26 07 7E 00 CB 06 7A 04 29 F3 5D 05 99"),
	})
	if k.InitiatorSPI != 0x47389586010477d4 || k.ResponderSPI != 0x5e430e855656f69d || k.RekeyedFrom != 0 ||
		k.Encr != ipsec.EncrAESCBC || k.KeyBits != 128 || k.Integ != ipsec.IntegSHA2_256_128 || k.PRF != ipsec.PRFSHA2_256 {
		t.Errorf("%+v", k)
	}
	// The SA that took its place, by CREATE_CHILD_SA.
	k = s.IKE[1]
	if k.InitiatorSPI != 0xf262e0885c5adc81 || k.ResponderSPI != 0xbf99f9b0497bf8b8 || k.RekeyedFrom != 0x47389586010477d4 {
		t.Errorf("%016x %016x in place of %016x", k.InitiatorSPI, k.ResponderSPI, k.RekeyedFrom)
	}
	same(t, k.SKei, bin("E1 7E 67 86 EB D3 30 AF 94 90 9E 6D 3C B5 F1 FC"))
	for i, want := range []struct {
		spi uint32
		id  uint32
		pfs int
		key string
	}{
		{0xbab47d1e, 1, 0, "96 97 CC 64 92 10 C0 C8 17 EF AF CE DD 71 E0 61"},
		{0x7666024c, 1, 0, "DA A7 25 98 A1 44 A3 1F D2 02 48 50 21 9A A7 88"},
		{0x96eda469, 0, 256, "9D CA 6F 1E DE DD 37 3F 4C 0C 00 F9 09 EB C1 E1"},
		{0xc78aca66, 0, 256, "39 21 B6 3B 5E 30 A0 57 DA 2B 8B AD 0C 4C 38 4A"},
	} {
		e := s.ESP[i]
		if e.SPI != keys.SPIOf(want.spi) || e.IKE != 0x47389586010477d4 || e.MessageID != want.id || len(e.PFSSharedSecret) != want.pfs ||
			e.Integ != ipsec.IntegSHA2_256_128 || len(e.IntegKey) != 32 {
			t.Errorf("%+v, want %+v", e, want)
		}
		same(t, e.Key, bin(want.key))
	}
}

// Without mgr in the log, SPIs are known by what NAT detection hashes; those of
// an SA that took another's place are not.
func TestStrongswanWithoutManager(t *testing.T) {
	s := read(t, "testdata/strongswan-v2gcm.A.log")
	if len(s.IKE) != 2 || len(s.ESP) != 4 {
		t.Fatalf("%d IKE SAs and %d ESP SAs, want 2 and 4", len(s.IKE), len(s.ESP))
	}
	for i, want := range []struct {
		i, r uint64
		ei   string
	}{
		{0xcab790feeec2dae8, 0x0fffc09b2333c6c0, "EA D5 BC 02 5E C1 1F D5 2D 00 C1 AF 7F 8A 7D 2D E8 82 EE 73 B1 9C B8 DB CB 4D DD D5 A5 A3 FF AF 73 07 0C FF"},
		{0, 0, "6D 7F 8E F3 D1 FC 0C FE B9 B9 FF 8D 12 88 19 D3 D3 30 D7 4B CA 43 85 D4 56 E1 09 7B 7F 0A FB 69 26 25 3E 2A"},
	} {
		k := s.IKE[i]
		if k.InitiatorSPI != want.i || k.ResponderSPI != want.r || k.Encr != ipsec.EncrAESGCM16 || k.KeyBits != 256 {
			t.Errorf("%+v", k)
		}
		same(t, k.SKei, bin(want.ei))
	}
	if e := s.ESP[0]; e.SPI != keys.SPIOf(0xb39ce1d2) || e.Encr != ipsec.EncrAESGCM16 || e.IKE != 0 || len(e.IntegKey) != 0 {
		t.Errorf("%+v", e)
	}
}

// A log with chd at level 4 but neither SPIs nor names of algorithms leaves
// both open, and every pair of algorithms that the lengths allow.
func TestStrongswanKeysAlone(t *testing.T) {
	s := load(t, `Nov 22 10:41:22 gw charon: 09[CHD] <net|1> encryption initiator key => 16 bytes @ 0x7f2c5800feb0
Nov 22 10:41:22 gw charon: 09[CHD] <net|1>    0: 96 97 CC 64 92 10 C0 C8 17 EF AF CE DD 71 E0 61  ...d.........q.a
Nov 22 10:41:22 gw charon: 09[CHD] <net|1> integrity initiator key => 20 bytes @ 0x7f2c6403b6c0
Nov 22 10:41:22 gw charon: 11[IKE] <net|2> a line of another thread
Nov 22 10:41:22 gw charon: 09[CHD] <net|1>    0: 3D 3A 05 4A 6E F2 F7 CE 93 19 27 94 5C C6 1C B0  =:.Jn.....'.\...
Nov 22 10:41:22 gw charon: 09[CHD] <net|1>   16: BD 9B A4 C3                                      ....
`)
	var names []string
	for _, e := range s.ESP {
		if !e.Guessed || e.SPI.Mask != 0 || !e.Dst.Any() || len(e.Key) == 0 {
			t.Errorf("%+v", e)
		}
		names = append(names, e.Encr.String()+" "+e.Integ.String())
	}
	if want := []string{"ENCR_AES_CBC AUTH_HMAC_SHA1_96", "ENCR_CAMELLIA_CBC AUTH_HMAC_SHA1_96"}; !cmp.Equal(names, want) {
		t.Errorf("%q, want %q", names, want)
	}
}

// A dump that breaks off gives no key.
func TestStrongswanBrokenDump(t *testing.T) {
	s := parse(t, `11[IKE] Sk_d secret => 32 bytes @ 0x7f
11[IKE]    0: 96 97 CC 64 92 10 C0 C8 17 EF AF CE DD 71 E0 61  ...d.........q.a
11[IKE] Sk_ei secret => 16 bytes @ 0x7f
11[IKE]    0: DA A7 25 98 A1 44 A3 1F D2 02 48 50 21 9A A7 88  ..%..D....HP!...
11[IKE] Sk_er secret => 16 bytes @ 0x7f
11[IKE]    0: DA A7 25 98 A1 44 A3 1F D2 02 48 50 21 9A A7 88  ..%..D....HP!...
`)
	if len(s.Problems) != 1 || s.Problems[0].Error() != "FILE:3: Sk_d secret: fewer bytes follow than the log announces" {
		t.Errorf("%v", s.Problems)
	}
	if len(s.IKE) != 1 || len(s.IKE[0].SKei) != 16 || len(s.IKE[0].SKd) != 0 || strings.Contains(s.Problems[0].Error(), "96") {
		t.Errorf("%+v", s.IKE)
	}
}

// With a post-quantum pre-shared key, SK_d, SK_pi and SK_pr are printed a second
// time: these are a record of their own, whether the same thread or another
// derives them.
func TestStrongswanPPK(t *testing.T) {
	for _, between := range []string{"", `11[MGR] checkin IKEv2 SA s2s[1] with SPIs f1fe5be527bac6e0_i 8777ffc9313209ae_r
11[MGR] checkout IKEv2 SA by message with SPIs f1fe5be527bac6e0_i 8777ffc9313209ae_r
`} {
		s := load(t, `11[MGR] checkout IKEv2 SA by message with SPIs f1fe5be527bac6e0_i 8777ffc9313209ae_r
11[IKE] Sk_d secret => 4 bytes @ 0x7f
11[IKE]    0: 01 02 03 04                                      ....
11[IKE] Sk_ei secret => 16 bytes @ 0x7f
11[IKE]    0: DA A7 25 98 A1 44 A3 1F D2 02 48 50 21 9A A7 88  ..%..D....HP!...
`+between+`11[IKE] using PPK for PPK_ID 'qkd'
11[IKE] derive keys using PPK => 3 bytes @ 0x7f
11[IKE]    0: 70 70 6B                                         ppk
11[IKE] Sk_d secret => 4 bytes @ 0x7f
11[IKE]    0: 05 06 07 08                                      ....
11[IKE] Sk_pi secret => 4 bytes @ 0x7f
11[IKE]    0: 09 0A 0B 0C                                      ....
11[IKE] Sk_pr secret => 4 bytes @ 0x7f
11[IKE]    0: 0D 0E 0F 10                                      ....
`)
		named := keys.IKE{Version: 2, InitiatorSPI: 0xf1fe5be527bac6e0, ResponderSPI: 0x8777ffc9313209ae}
		before, after := named, named
		before.SKd, before.SKei = bin("01020304"), bin("daa72598a144a31fd2024850219aa788")
		after.PPK, after.SKd, after.SKpi, after.SKpr = bin("70706b"), bin("05060708"), bin("090a0b0c"), bin("0d0e0f10")
		same(t, s.IKE, []*keys.IKE{&before, &after})
	}
}

// named are the SPIs and RekeyedFrom of IKE SAs, a line each.
func named(sas []*keys.IKE) string {
	var b strings.Builder
	for _, k := range sas {
		fmt.Fprintf(&b, "%s from %016x, SK_ei %.4x\n", k.SPIs(), k.RekeyedFrom, []byte(k.SKei))
	}
	return b.String()
}

// An SA with an additional key exchange has keys of before it and of after it. The SA
// that takes its place derives its keys in IKE_FOLLOWUP_KE; mgr names it even where
// enc does not say so.
func TestStrongswanAdditionalKeyExchange(t *testing.T) {
	text, err := os.ReadFile("../../../fixtures/pcaps/45-ikev2-rekey-mlkem.log")
	if err != nil {
		t.Fatal(err)
	}
	without := func(group string) string {
		return regexp.MustCompile(`(?m)^\S+ \d+\[`+group+`\].*\n`).ReplaceAllString(string(text), "")
	}
	const (
		first  = "123dc8d087c3ffba:4e4f7fd6fd4c9dee from 0000000000000000, SK_ei "
		second = "9ce820419e25134b:b6da4561171fa123 from 123dc8d087c3ffba, SK_ei "
		any    = "*:* from 0000000000000000, SK_ei "
	)
	all := load(t, string(text))
	before, after, rekeyed := fmt.Sprintf("%.4x\n", []byte(all.IKE[0].SKei)), fmt.Sprintf("%.4x\n", []byte(all.IKE[1].SKei)), fmt.Sprintf("%.4x\n", []byte(all.IKE[2].SKei))
	for _, c := range []struct{ name, text, want string }{
		{"all", string(text), first + before + first + after + second + rekeyed},
		{"without enc", without("ENC"), first + before + any + after + second + rekeyed}, // may be those of an SA that takes its place
		{"without mgr", without("MGR"), any + before + any + after + any + rekeyed},
	} {
		if got := named(load(t, c.text).IKE); got != c.want {
			t.Errorf("%s:\n%swant\n%s", c.name, got, c.want)
		}
	}
	var spis []string
	for _, e := range all.ESP {
		if e.Encr != ipsec.EncrAESGCM16 || e.ESN || len(e.Key) != 36 {
			t.Errorf("%v %v", e.Encr, e.ESN)
		}
		spis = append(spis, e.SPI.String())
	}
	if want := []string{"0x4a0779d0", "0x0465bf51", "0x8e621a48", "0xca729818", "0xdd22827f", "0x5c054177"}; !cmp.Equal(spis, want) {
		t.Errorf("%q, want %q", spis, want)
	}
}

// Both peers take the place of an SA at once. The keys that this one derived for the
// other's request are checked in with those of its own, in an order that depends on
// the nonces: no SPIs are known. Later ones are.
func TestStrongswanCollision(t *testing.T) {
	keysOf := func(thread string, b string) string {
		return thread + "[IKE] Sk_ei secret => 16 bytes @ 0x7f\n" + thread + "[IKE]    0:" + strings.Repeat(" "+b, 16) + "  ................\n"
	}
	own := "[MGR] checkin IKEv2 SA s2s[1] with SPIs 1111111111111111_i 2222222222222222_r\n"
	out := "[MGR] checkout IKEv2 SA by message with SPIs 1111111111111111_i 2222222222222222_r\n"
	for _, enc := range []bool{true, false} {
		text := "05[MGR] checkout IKEv2 SA by message with SPIs 1111111111111111_i 0000000000000000_r\n" + keysOf("05", "A1") + "05" + own +
			"06" + out + "06[ENC] parsed IKE_AUTH request 1 [ IDi AUTH SA TSi TSr ]\n06[IKE] IKE_SA s2s[1] established between 80.1.0.2[a]...80.2.0.2[b]\n06" + own +
			"07" + out + "07[ENC] parsed CREATE_CHILD_SA request 2 [ SA No KE ]\n" + keysOf("07", "B1") + "07" + own +
			"08" + out + "08[ENC] parsed CREATE_CHILD_SA response 0 [ SA No KE ]\n" + keysOf("08", "C1") +
			"08[MGR] checkin IKEv2 SA s2s[3] with SPIs 3333333333333333_i 4444444444444444_r\n" +
			"08[MGR] checkin IKEv2 SA s2s[2] with SPIs 5555555555555555_i 6666666666666666_r\n08" + own +
			"09[MGR] checkout IKEv2 SA by message with SPIs 5555555555555555_i 6666666666666666_r\n" +
			"09[ENC] parsed CREATE_CHILD_SA request 0 [ SA No KE ]\n" + keysOf("09", "D1") +
			"09[MGR] checkin IKEv2 SA s2s[4] with SPIs 7777777777777777_i 8888888888888888_r\n" +
			"09[MGR] checkin IKEv2 SA s2s[2] with SPIs 5555555555555555_i 6666666666666666_r\n"
		if !enc {
			text = regexp.MustCompile(`(?m)^.*\[ENC\].*\n`).ReplaceAllString(text, "")
		}
		want := `1111111111111111:2222222222222222 from 0000000000000000, SK_ei a1a1a1a1
*:* from 1111111111111111, SK_ei b1b1b1b1
*:* from 1111111111111111, SK_ei c1c1c1c1
7777777777777777:8888888888888888 from 5555555555555555, SK_ei d1d1d1d1
`
		if got := named(load(t, text).IKE); got != want {
			t.Errorf("enc %v:\n%swant\n%s", enc, got, want)
		}
	}
}

// The same lines behind whatever a logger puts before them, or in JSON.
func TestStrongswanLoggers(t *testing.T) {
	lines := []struct{ thread, group, level, text string }{
		{"07", "MGR", "2", "checkout IKEv2 SA by message with SPIs 47389586010477d4_i 5e430e855656f69d_r"},
		{"07", "ENC", "1", "parsed IKE_SA_INIT response 0 [ SA KE No N(NATD_S_IP) N(NATD_D_IP) ]"},
		{"07", "CFG", "1", "selected proposal: IKE:AES_CBC_128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048"},
		{"07", "IKE", "4", "shared Diffie Hellman secret => 4 bytes @ 0x7f\n   0: 01 02 03 04                                      ...."},
		{"07", "IKE", "4", "additional key exchange secret => 0 bytes @ (nil)"},
		{"07", "IKE", "4", "Sk_ei secret => 20 bytes @ 0x7f2c64042a70\n   0: C9 56 7C 26 07 7E 00 CB 06 7A 04 29 F3 5D 05 99  .V|&.~...z.).]..\n  16: 01 02 03 04                                      ...."},
		{"07", "IKE", "4", "Sk_er secret => 16 bytes @ 0x7f2c64042a70\n   0: C9 56 7C 26 07 7E 00 CB 06 7A 04 29 F3 5D 05 99  .V|&.~...z.).]..\n"},
		{"07", "CHD", "4", "encryption initiator key => 16 bytes @ 0x7f2c5800feb0\n   0: 96 97 CC 64 92 10 C0 C8 17 EF AF CE DD 71 E0 61  ...d.........q.a"},
		{"07", "CHD", "4", "integrity initiator key => 20 bytes @ 0x7f2c6403b6c0\n   0: 3D 3A 05 4A 6E F2 F7 CE 93 19 27 94 5C C6 1C B0  =:.Jn.....'.\\...\n  16: BD 9B A4 C3                                      ...."},
		{"07", "IKE", "1", "CHILD_SA net{1} established with SPIs bab47d1e_i 7666024c_o and TS 10.20.0.0/24 === 10.10.0.0/24"},
	}
	text := func(begin func(thread, group, level string, first bool) string) string {
		var b strings.Builder
		for _, l := range lines {
			for i, row := range strings.Split(strings.TrimSuffix(l.text, "\n"), "\n") {
				b.WriteString(begin(l.thread, l.group, l.level, i == 0) + row + "\n")
			}
		}
		return b.String()
	}
	var object strings.Builder
	for _, l := range lines {
		fmt.Fprintf(&object, `{"time":"Nov 28 23:11:45","thread":7,"group":"%s","level":%s,"ikesa-name":"net","msg":%s}`+"\n", l.group, l.level, strconv.Quote(l.text))
	}
	for name, log := range map[string]string{
		"stderr": text(func(t, g, _ string, _ bool) string { return t + "[" + g + "] " }),
		"syslog": text(func(t, g, _ string, _ bool) string {
			return "Nov 22 10:41:22 gw charon[812]: " + t + "[" + g + "] <net|1> "
		}),
		"ISO times": text(func(t, g, _ string, _ bool) string {
			return "2026-11-28T23:11:45.067+01:00 gw ipsec[1]: " + t + "[" + g + "] "
		}),
		"log_level": text(func(t, g, l string, _ bool) string {
			return "2026-11-28 23:11:45.067 " + t + "[" + g + l + "] <net|1> "
		}),
		"JSON":           object.String(),
		"NetworkManager": text(func(t, g, _ string, _ bool) string { return "Nov 22 10:41:22 gw charon-nm[9]: " + t + "[" + g + "] " }),
		"journal": text(func(_, _, _ string, first bool) string {
			if first {
				return "Nov 22 10:41:22 gw charon-systemd[812]: "
			}
			return "                                        "
		}),
		"journalctl -o cat": text(func(_, _, _ string, _ bool) string { return "" }),
	} {
		t.Run(name, func(t *testing.T) {
			s := load(t, log)
			if len(s.IKE) != 1 || len(s.ESP) < 2 {
				t.Fatalf("%d IKE SAs, %d ESP SAs", len(s.IKE), len(s.ESP))
			}
			k := s.IKE[0]
			same(t, []crypt.Secret{k.SharedSecret, k.SKei, k.SKer}, []crypt.Secret{
				bin("01020304"), bin("C9567C26077E00CB067A0429F35D059901020304"), bin("C9567C26077E00CB067A0429F35D0599"),
			})
			if e := s.ESP[0]; e.Integ != ipsec.IntegSHA1_96 || len(e.IntegKey) != 20 || len(e.Key) != 16 {
				t.Errorf("%v %v", e.Encr, e.Integ)
			}
			if strings.HasPrefix(name, "journal") {
				return // which thread checked out which SA is not known
			}
			if k.InitiatorSPI != 0x47389586010477d4 || k.Version != 2 {
				t.Errorf("%v", k.SPIs())
			}
		})
	}
}

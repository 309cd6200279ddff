package forms

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
)

// Lines as tcpdump's manual page and its own tests have them.
func TestTcpdump(t *testing.T) {
	s := load(t, `# a comment

0x12345678@192.1.2.45 3des-cbc-hmac96:0x43434545464649494a4a4c4c4f4f51515252545457575840
0xd1234567@2001:db8::1	aes256-cbc-hmac96:0xaaaabbbbccccdddd4043434545464649494a4a4c4c4f4f515152525454575758, 10@192.0.1.1 blowfish-cbc:secretkey
aes128-cbc:0123456789abcdef
-E "7@1.2.3.4 none-hmac96:"
ikev2 I 0x0001020304050607 0xc02e7a3031a03188 sha1:0x4ea8e662b07cdd430f6944c6723e4b82d5722418 aes128:0x3f44bf47cafd8150591deb088199fcbf
ikev2 R 0x0001020304050607 0xc02e7a3031a03188 sha1:0x515b0bd22e6d76b34fdb760aa7bfad80b109b75d aes128:0xbedb67ec7dc3d00cccac42e70cd63bde
Aug 19 10:00:00 gw pluto[12]: | ikev2 I 0xba1143d176e1557b 0xb62a3c712fd1f26a sha256:0x297cbd53dfeca688aa01f6a3b08c7e0766866459bbd68f8b3493d97797624b0b aes256:0x496e8069424209b3029b6d5e4a2b917e9623135a9982ab14677b83477164c35b
Aug 19 10:00:00 gw pluto[12]: | ikev2 R 0xba1143d176e1557b 0xb62a3c712fd1f26a sha256:0x57c5a2e78361c18206ddbbda12998ea77cb1c0824663cc5f06d273bafc23fd6f aes256:0x3f1829726d10f11ba711cc2b572bdc97d871fa83a8bc9ef50298c506b3a52d9b
`)
	same(t, s.ESP, []*keys.ESP{
		{SPI: keys.SPIOf(0x12345678), Dst: addr("192.1.2.45"), Encr: ipsec.Encr3DES, Key: bin("43434545464649494a4a4c4c4f4f51515252545457575840"), Integ: ipsec.IntegUnverified96},
		{SPI: keys.SPIOf(0xd1234567), Dst: addr("2001:db8::1"), Encr: ipsec.EncrAESCBC, Key: bin("aaaabbbbccccdddd4043434545464649494a4a4c4c4f4f515152525454575758"), Integ: ipsec.IntegUnverified96},
		{SPI: keys.SPIOf(10), Dst: addr("192.0.1.1"), Encr: ipsec.EncrBlowfish, Key: crypt.Secret("secretkey")},
		{Encr: ipsec.EncrAESCBC, Key: crypt.Secret("0123456789abcdef")},
		{SPI: keys.SPIOf(7), Dst: addr("1.2.3.4"), Encr: ipsec.EncrNull, Integ: ipsec.IntegUnverified96},
	})
	same(t, s.IKE, []*keys.IKE{
		{
			Version: 2, InitiatorSPI: 0x0001020304050607, ResponderSPI: 0xc02e7a3031a03188, Encr: ipsec.EncrAESCBC, KeyBits: 128, Integ: ipsec.IntegSHA1_96,
			SKei: bin("3f44bf47cafd8150591deb088199fcbf"), SKer: bin("bedb67ec7dc3d00cccac42e70cd63bde"),
			SKai: bin("4ea8e662b07cdd430f6944c6723e4b82d5722418"), SKar: bin("515b0bd22e6d76b34fdb760aa7bfad80b109b75d"),
		},
		{
			Version: 2, InitiatorSPI: 0xba1143d176e1557b, ResponderSPI: 0xb62a3c712fd1f26a, Encr: ipsec.EncrAESCBC, KeyBits: 256, Integ: ipsec.IntegSHA2_256_128,
			SKei: bin("496e8069424209b3029b6d5e4a2b917e9623135a9982ab14677b83477164c35b"), SKer: bin("3f1829726d10f11ba711cc2b572bdc97d871fa83a8bc9ef50298c506b3a52d9b"),
			SKai: bin("297cbd53dfeca688aa01f6a3b08c7e0766866459bbd68f8b3493d97797624b0b"), SKar: bin("57c5a2e78361c18206ddbbda12998ea77cb1c0824663cc5f06d273bafc23fd6f"),
		},
	})
}

// "file NAME" stands beside the file that says it, and does not go round.
func TestTcpdumpFile(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"first":  "file second\nfile loop\n",
		"second": "1@1.2.3.4 des-cbc:12345678\n",
		"loop":   "file loop\nfile loop\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s, err := Read(filepath.Join(dir, "first"))
	if err != nil {
		t.Fatal(err)
	}
	if len(s.ESP) != 1 || s.ESP[0].Place != (keys.Place{File: filepath.Join(dir, "second"), Line: 1}) {
		t.Errorf("%+v", s.ESP)
	}
	if n := len(s.Problems); n == 0 || n > 2*maxIncludes {
		t.Errorf("%d problems", n)
	}
}

func TestPlutoAlgorithms(t *testing.T) {
	for _, c := range []struct {
		name string
		encr ipsec.Encr
		bits int
	}{
		{"aes128", ipsec.EncrAESCBC, 128}, {"aes256", ipsec.EncrAESCBC, 256}, {"3des", ipsec.Encr3DES, 0}, {"3des192", ipsec.Encr3DES, 192},
		{"aes_gcm_16256", ipsec.EncrAESGCM16, 256}, {"aes_gcm_8128", ipsec.EncrAESGCM8, 128}, {"aes_ctr192", ipsec.EncrAESCTR, 192},
		{"camellia256", ipsec.EncrCamelliaCBC, 256},
	} {
		if e, bits, ok := plutoEncr(c.name); !ok || e != c.encr || bits != c.bits {
			t.Errorf("%s: %v %d %v", c.name, e, bits, ok)
		}
	}
}

// A whole command line of tcpdump, -E anywhere in it, with any quotes.
func TestTcpdumpCommandLine(t *testing.T) {
	want := []*keys.ESP{
		{SPI: keys.SPIOf(1), Dst: addr("192.1.2.45"), Encr: ipsec.EncrDES, Key: crypt.Secret("12345678")},
		{SPI: keys.SPIOf(2), Dst: addr("2001:db8::1"), Encr: ipsec.EncrNull, Integ: ipsec.IntegUnverified96},
	}
	const secrets = "1@192.1.2.45 des-cbc:12345678,2@2001:db8::1 none-hmac96:"
	for _, text := range []string{
		secrets,
		"-E '" + secrets + "'",
		"tcpdump -r x.pcap -E '" + secrets + "' -n",
		`tcpdump -nvr x.pcap -E "` + secrets + `"`,
		`$ sudo tcpdump -E'` + secrets + `' -i eth0 'udp port 4500'`,
	} {
		same(t, load(t, text+"\n").ESP, want)
	}
	same(t, load(t, "tcpdump -r x.pcap -E des-cbc:12345678 -n\n").ESP, []*keys.ESP{{Encr: ipsec.EncrDES, Key: crypt.Secret("12345678")}})
	if s := parse(t, "tshark -r x -T fields -E header=y -e frame.number\n"); !s.Empty() {
		t.Errorf("%v", s.ESP)
	}
}

package tls_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/tls"
)

func newTLS() dissect.Message { return new(tls.Packet) }

const (
	random = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
	// name example.org, ALPN h2 and http/1.1, versions 1.3, 1.2 and a made-up one
	extensions  = "0000 0010 000e 00 000b 6578616d706c652e6f7267" + "0010 000e 000c 02 6832 08 687474702f312e31" + "002b 0007 06 0304 0303 1a1a" + "0017 0000"
	clientHello = "16 0301 0068 01 000064 0303" + random + "00 0006 1301 c02f 2a2a 01 00 0035" + extensions
	serverHello = "16 0303 0038 02 000034 0303" + random + "02 abcd 1301 00 000a 002b 0002 0304 0017 0000"
	spec        = "14 0303 0001 01"
	secret      = "16 0303 0005 0badc0ffee"
	alert       = "15 0303 0002 0228"
	data        = "17 0303 0003 aabbcc"
)

func seeds() (list []dissecttest.Seed) {
	for _, s := range []struct{ name, hex string }{
		{"client-hello", clientHello}, {"server-hello", serverHello + spec + secret}, {"alert", alert}, {"data", data + data},
	} {
		list = append(list, dissecttest.Seed{Name: s.name, Bytes: dissecttest.Hex(s.hex)})
	}
	return list
}

func TestTLS(t *testing.T) { dissecttest.Run(t, newTLS, seeds()) }

func TestGolden(t *testing.T) {
	dissecttest.Golden(t, newTLS, seeds()...)
}

func FuzzTLS(f *testing.F) {
	dissecttest.Fuzz(f, map[int][]dissecttest.Seed{0: seeds()}, newTLS)
}

// The columns, as tshark 4.6.9 has them.
func TestColumns(t *testing.T) {
	for hex, want := range map[string]string{
		clientHello:              "TLS Client Hello (SNI=example.org)",
		serverHello + data:       "TLSv1.3 Server Hello, Application Data",
		alert:                    "TLSv1.2 Alert (Level: Fatal, Description: Handshake Failure)",
		data + data:              "TLSv1.2 Application Data, Application Data",
		secret:                   "TLSv1.2 Encrypted Handshake Message",
		data + "17 0303 0009 aa": "TLSv1.2 Application Data",
	} {
		p, err := decode(hex)
		if got := string(p.AppendProtocol(nil)) + " " + string(p.AppendSummary(nil, nil)); err != nil || got != want {
			t.Errorf("%s: %q, %v; want %q", hex, got, err, want)
		}
	}
}

// What begins with no whole record is of no protocol.
func TestDeclines(t *testing.T) {
	for _, hex := range []string{"474554202f20485454502f312e31", "17 0303 0009 aa", "16 0303 0000 00", "16 0909 0001 01"} {
		if p, err := decode(hex); !p.Declines() || err != nil {
			t.Errorf("%s: declined %v, %v", hex, p.Declines(), err)
		}
	}
}

func decode(hex string) (*tls.Packet, error) {
	b := dissecttest.Hex(hex)
	p, d := new(tls.Packet), field.Decoder{}
	d.Reset(b, field.Span{End: len(b), Wire: len(b)}, new(field.Tree), -1)
	return p, p.Decode(&d)
}

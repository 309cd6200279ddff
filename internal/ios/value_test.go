package ios_test

import (
	"net/netip"
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect/cdp"
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/lldp"
	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// equal compares texts by what they are of.
func equal(t *testing.T, got, want map[string]string) {
	t.Helper()
	for of, text := range want {
		if got[of] != text {
			t.Errorf("%s: %q, want %q", of, got[of], text)
		}
	}
}

func TestValues(t *testing.T) {
	equal(t, map[string]string{
		"SPI":           ios.SPI(0xc0ffee),
		"SPI in JSON":   ios.HexSPI(0xc0ffee),
		"SPI of IKE":    ios.IKESPI(ike.SPI{0, 1, 2, 3, 4, 5, 6, 0xff}),
		"time of day":   ios.Clock(time.Date(2026, 11, 28, 14, 3, 59, 120_999_999, time.UTC)),
		"duration":      ios.HMS(23*time.Hour + 59*time.Minute + 34999*time.Millisecond),
		"days":          ios.HMS(100 * time.Hour),
		"negative":      ios.HMS(-time.Second),
		"no text":       ios.OrUnknown(""),
		"text":          ios.OrUnknown("aes"),
		"name":          ios.OrNumber("group14", 14),
		"number":        ios.OrNumber("", 14),
		"absent number": ios.OrNumber("none", 0),
	}, map[string]string{
		"SPI": "0xC0FFEE(12648430)", "SPI in JSON": "0x00c0ffee", "SPI of IKE": "00010203040506ff",
		"time of day": "14:03:59.120", "duration": "23:59:34", "days": "100:00:00", "negative": "00:00:00",
		"no text": "unknown", "text": "aes", "name": "group14", "number": "14", "absent number": "",
	})
}

// The traffic of selectors.
func TestIdent(t *testing.T) {
	selector := func(first, last string, protocol uint8, portFirst, portLast uint16) ike.Selector {
		return ike.Selector{First: netip.MustParseAddr(first), Last: netip.MustParseAddr(last), Protocol: protocol, PortFirst: portFirst, PortLast: portLast}
	}
	for _, c := range []struct {
		selector ike.Selector
		want     string
	}{
		{selector("10.1.0.0", "10.1.255.255", 0, 0, 0xffff), "10.1.0.0/255.255.0.0/0/0"},
		{selector("10.1.0.1", "10.1.0.1", 6, 80, 80), "10.1.0.1/255.255.255.255/6/80"},
		{selector("0.0.0.0", "255.255.255.255", 0, 0, 0xffff), "0.0.0.0/0.0.0.0/0/0"},
		{selector("10.1.0.1", "10.1.0.9", 17, 0, 0xffff), "10.1.0.1-10.1.0.9/17/0"},
		{selector("2001:db8::", "2001:db8::ffff", 0, 0, 0xffff), "2001:db8::/112/0/0"},
		{ike.Selector{}, ""},
		{selector("10.1.0.0", "10.1.255.255", 17, 1000, 2000), "10.1.0.0/255.255.0.0/17/1000-2000"},
	} {
		if got := ios.Ident(c.selector); got != c.want {
			t.Errorf("%+v: %s, want %s", c.selector, got, c.want)
		}
	}
}

func TestTransformSet(t *testing.T) {
	for want, suite := range map[string]ipsec.Suite{
		"esp-aes esp-sha-hmac":                 {Encr: ipsec.EncrAESCBC, KeyBits: 128, Integ: ipsec.IntegSHA1_96},
		"esp-aes 256 esp-sha256-hmac":          {Encr: ipsec.EncrAESCBC, KeyBits: 256, Integ: ipsec.IntegSHA2_256_128},
		"esp-3des esp-md5-hmac":                {Encr: ipsec.Encr3DES, Integ: ipsec.IntegMD5_96},
		"esp-gcm 256":                          {Encr: ipsec.EncrAESGCM16, KeyBits: 256},
		"esp-gcm 128":                          {Encr: ipsec.EncrAESGCM16, KeyBits: 128},
		"esp-gcm 128 (ICV of 64 bits)":         {Encr: ipsec.EncrAESGCM8, KeyBits: 128},
		"esp-ccm 192 (ICV of 96 bits)":         {Encr: ipsec.EncrAESCCM12, KeyBits: 192},
		"esp-ccm 256":                          {Encr: ipsec.EncrAESCCM16, KeyBits: 256},
		"esp-chacha20-poly1305":                {Encr: ipsec.EncrChaCha20Poly1305, KeyBits: 256},
		"esp-camellia-cbc 256 esp-aes-xcbc-96": {Encr: ipsec.EncrCamelliaCBC, KeyBits: 256, Integ: ipsec.IntegAESXCBC_96},
		"ah-aes-cmac-96":                       {Integ: ipsec.IntegAESCMAC_96},
		"ah-sha-hmac":                          {Integ: ipsec.IntegSHA1_96},
		"esp-null (ICV of 96 bits)":            {Encr: ipsec.EncrNull, Integ: ipsec.IntegUnverified96},
		"":                                     {},
	} {
		if got := ios.TransformSet(suite); got != want {
			t.Errorf("%+v: %q, want %q", suite, got, want)
		}
	}
}

func TestCapabilities(t *testing.T) {
	const old, later = cdp.CapRouter | cdp.CapSwitch | cdp.CapIGMP, cdp.CapHost | cdp.CapPhone
	if got := ios.CDPLetters(old); got != "R S I" {
		t.Errorf("%q", got)
	}
	if got := ios.CDPCapabilities(later); len(got) != 2 || got[0] != "Host" || got[1] != "Phone" {
		t.Errorf("%q", got)
	}
	if len(ios.CDPShortLegend(later)) <= len(ios.CDPShortLegend(old)) {
		t.Error("the legend lacks later capabilities")
	}
	const bits = lldp.CapBridge | lldp.CapRouter
	if got := ios.LLDPLetters(bits); got != "B,R" {
		t.Errorf("%q", got)
	}
	if got := ios.LLDPCapabilities(0); got == nil || len(got) != 0 {
		t.Errorf("%q", got)
	}
}

package diagnose

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/hex"
	"strings"

	"github.com/pktscope/pktscope/internal/track/ike"
)

// swanID is an identity as swanctl.conf has it, "" where it is not known. What has no form
// of its own there is in hexadecimal digits behind its type.
func swanID(id ike.Identity) string {
	text := identityText(id)
	switch id.Type {
	case 0:
		return ""
	case idDN:
		if name := swanName(id.Data); name != "" {
			return `"` + name + `"`
		}
		return "asn1dn:#" + hex.EncodeToString(id.Data)
	case idKeyID:
		if text == string(id.Data) && isWord(text) {
			return "keyid:" + text
		}
		return "keyid:#" + hex.EncodeToString(id.Data)
	}
	return text
}

// swanName is a name of X.500 in the order of its parts, as strongSwan reads it: "O=Example,
// CN=gw1.example.org". It is "" where a part has no such form.
func swanName(der []byte) string {
	var name pkix.RDNSequence
	if rest, err := asn1.Unmarshal(der, &name); err != nil || len(rest) > 0 {
		return ""
	}
	var parts []string
	for _, set := range name {
		for _, a := range set {
			value, ok := a.Value.(string)
			short := nameParts[a.Type.String()]
			if !ok || short == "" || strings.ContainsAny(value, `,=/"\#`) || value != printable(value) {
				return ""
			}
			parts = append(parts, short+"="+value)
		}
	}
	return strings.Join(parts, ", ")
}

// nameParts are the parts of a name by their identifiers: RFC 4514, section 3; RFC 2985,
// section 5.2.1.
var nameParts = map[string]string{
	"2.5.4.3": "CN", "2.5.4.6": "C", "2.5.4.7": "L", "2.5.4.8": "ST", "2.5.4.10": "O", "2.5.4.11": "OU",
	"0.9.2342.19200300.100.1.25": "DC", "1.2.840.113549.1.9.1": "E",
}

// isWord reports whether text can stand in a line of configuration as it is.
func isWord(text string) bool {
	return text != "" && !strings.ContainsFunc(text, func(r rune) bool {
		return r > '~' || r <= ' ' || strings.ContainsRune(`#"'{}=\`, r)
	})
}

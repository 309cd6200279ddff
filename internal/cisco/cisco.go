// Package cisco names Cisco's products by their object identifiers (sysObjectID), which
// neighbors announce by CDP and LLDP.
package cisco

import (
	_ "embed"
	"strings"
)

// products are routers, switches, firewalls, access points, wireless controllers and
// phones of CISCO-PRODUCTS-MIB: the number below ciscoProducts and the identifier, a line
// each.
//
//go:embed products.txt
var products string

// ciscoProducts is where CISCO-PRODUCTS-MIB has its products.
const ciscoProducts = "1.3.6.1.4.1.9.1."

// Product returns the identifier that CISCO-PRODUCTS-MIB has for an object identifier in
// dotted form: "cisco2811" for 1.3.6.1.4.1.9.1.576. It is "" for those that are not known.
func Product(oid string) string {
	number, found := strings.CutPrefix(oid, ciscoProducts)
	if !found || number == "" {
		return ""
	}
	_, rest, found := strings.Cut("\n"+products, "\n"+number+" ")
	if !found {
		return ""
	}
	name, _, _ := strings.Cut(rest, "\n")
	return name
}

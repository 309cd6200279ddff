package ports_test

import (
	"fmt"
	"strings"

	"github.com/pktscope/pktscope/ports"
)

func Example() {
	table := ports.New()
	fmt.Println(table.Name(ports.UDP, 500))
	fmt.Println(table.Name(ports.UDP, 4500))
	fmt.Printf("%s\n", table.AppendPort(nil, ports.TCP, 443))
	fmt.Printf("%s\n", table.AppendPort(nil, ports.TCP, 55523))
	// Output:
	// isakmp
	// ipsec-nat-t
	// https(443)
	// 55523
}

func ExampleTable_LookupAll() {
	for _, e := range ports.New().LookupAll(ports.TCP, 1521) {
		fmt.Printf("%s: %s, %s\n", e.Source, e.Name, e.Description)
	}
	// Output:
	// services: oracle, Serveur Oracle. NB : ce numéro de port était (ou est) aussi utilisé par ncube-lm (en)
	// iana: ncube-lm, nCube License Manager
}

func ExampleTable_Find() {
	for _, e := range ports.New().Find("BACnet") {
		fmt.Println(e.Ports, e.Proto, e.Name, e.Source)
	}
	// Output:
	// 47808 tcp bacnet iana
	// 47808-47823 udp bacnet services
	// 47808 udp bacnet iana
}

func ExampleTable_Search() {
	query, err := ports.ParseQuery("53/udp")
	if err != nil {
		fmt.Println(err)
		return
	}
	for e := range ports.New().Search(query) {
		fmt.Println(e.Ports, e.Proto, e.Name, e.Source)
	}
	// Output:
	// 53 udp domain services
	// 53 udp domain iana
}

func ExampleParseServices() {
	file := "crm 8080/tcp intranet # notre CRM\nbackup 99999/tcp\n"
	entries, err := ports.ParseServices("my.services", strings.NewReader(file))
	fmt.Println(err)

	table := ports.New(ports.WithUser(entries...))
	fmt.Println(table.Name(ports.TCP, 8080))
	// Output:
	// my.services:2: bad port "99999" (0 to 65535)
	// crm
}

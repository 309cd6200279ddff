package ipsec_test

import (
	"fmt"

	"github.com/pktscope/pktscope/dissect/ipsec"
)

// One algorithm in the words of IANA, Wireshark, IOS and Linux.
func ExampleEncr_Names() {
	e := ipsec.EncrOfESP(12) // a transform of IKEv1 for ESP
	n := e.Names()
	fmt.Println(e, "|", n.ESPTable, "|", n.TransformSet, "|", n.Kernel)
	// Output: ENCR_AES_CBC | AES-CBC [RFC3602] | esp-aes | cbc(aes)
}

// The keys that a cipher takes.
func ExampleEncr_CheckKey() {
	fmt.Println(ipsec.EncrAESGCM16.CheckKey(20))
	fmt.Println(ipsec.EncrAESGCM16.CheckKey(16))
	// Output:
	// <nil>
	// ENCR_AES_GCM_16: key of 16 bytes, want 20, 28 or 36, the last 4 of them salt: the salt is missing
}

// Package cdp dissects the Cisco Discovery Protocol. No standard describes it;
// the layout is that of Cisco's documents and of what devices send.
//
// To add a TLV: name its type in types.go, declare its fields and read them in
// a function of its own, call that from the switch in tlv.go, and say in
// title.go how its line begins.
package cdp

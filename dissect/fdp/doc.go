// Package fdp dissects the Foundry Discovery Protocol of Foundry's, Brocade's and
// Ruckus's switches. No document describes it: the layout is Wireshark's, and that
// of what ladvd sends. What nobody has explained bears a question mark, as there.
//
// To add a TLV: name its type in types.go, declare its fields and read them in
// a function of its own, call that from the switch in tlv.go, and say in
// title.go how its line begins.
package fdp

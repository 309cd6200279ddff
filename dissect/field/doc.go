// Package field declares the fields of protocols and reads them off the wire.
//
// The decoder is the tree builder: one statement,
//
//	p.SPI = d.Uint32(fSPI)
//
// checks bounds, advances, returns the typed value and, only where a Tree is
// attached, appends a node with the field's place and Wireshark's name. What
// fills the struct fills the tree, so the two cannot drift apart, and a
// summary builds no tree.
//
// A program that wants one message calls the Parse of its package (cdp, isakmp,
// esp, nat, lldp, eap), or Decode here for the fields as a tree.
//
// To add a field: declare it beside its kin with the Proto's method of the
// field's width, then read it where the RFC has it. To add a protocol: see
// CONTRIBUTING.md.
package field

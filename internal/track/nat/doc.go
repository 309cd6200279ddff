// Package nat finds out which inside flow became which outside flow, from
// packets seen on both sides of a translator.
//
// A packet is recognised on the other side by what a translator leaves alone:
// its identification, sequence numbers, lengths and data; never by its ports.
// Addresses and ports then tell what it did.
package nat

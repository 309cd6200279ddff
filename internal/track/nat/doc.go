// Package nat finds out which inside flow a NAT made which outside flow, from
// packets captured on both sides of it.
//
// A packet is recognised on the other side by what a NAT does not change: its
// identification, sequence numbers, lengths and data; never by its ports. Its
// addresses and ports on the two sides are the translation.
package nat

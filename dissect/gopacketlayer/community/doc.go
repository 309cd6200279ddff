// Package gopacketlayer is package dissect/gopacketlayer for users of
// github.com/gopacket/gopacket, the fork that the community maintains: see there.
// The two differ in whose gopacket they import, and in nothing else.
package gopacketlayer

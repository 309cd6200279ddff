// Package link dissects what stands between a capture and its network layer:
// Ethernet and its tags, LLC, serial links, and the headers that capture
// programs put in front of packets.
package link

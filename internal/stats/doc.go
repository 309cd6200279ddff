// Package stats makes the statistics of -z, which are reported after the last
// packet.
//
// Each statistic is one file: what it counts and how it is reported. It counts
// what tshark's statistic of the same name counts: a conversation is listed from
// the sender of its first packet to the receiver, a frame with two IP headers
// counts for both, and a packet quoted in an ICMP error does not count.
package stats

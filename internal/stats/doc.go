// Package stats counts packets: what -z asks for, told after the last of them.
//
// A statistic is one file: what it counts, and how it tells. What they count is
// what tshark counts, whose users know the figures by heart: conversations lead
// from whoever sent first to the other, a frame that holds two IP headers is
// counted for both, and what an ICMP error quotes was never sent.
package stats

module github.com/pktscope/pktscope/dissect/gopacketlayer/community

go 1.26.7

require (
	github.com/gopacket/gopacket v1.7.7
	github.com/pktscope/pktscope v0.0.0
)

require (
	golang.org/x/net v0.62.0 // indirect
	golang.org/x/sys v0.50.0 // indirect
)

replace github.com/pktscope/pktscope => ../../..

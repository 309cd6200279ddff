module pktscope

go 1.25.0

package all

import "pktscope/dissect"

func ipsec() []dissect.Binding {
	return []dissect.Binding{}
}

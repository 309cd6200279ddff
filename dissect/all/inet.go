package all

import "pktscope/dissect"

func inet() []dissect.Binding {
	return []dissect.Binding{}
}

package all

import "pktscope/dissect"

func longtail() []dissect.Binding {
	return []dissect.Binding{}
}

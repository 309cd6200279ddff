package all

import "pktscope/dissect"

func tunnel() []dissect.Binding {
	return []dissect.Binding{}
}

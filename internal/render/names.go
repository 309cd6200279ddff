package render

import "pktscope/dissect"

func knowsProto(r *dissect.Registry, name string) bool {
	for _, p := range r.Protos() {
		if p.Name == name {
			return true
		}
	}
	return false
}

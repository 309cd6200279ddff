package render

import "fmt"

// layers are the nodes of trees whose fields JSON, ek and PDML write, by name, and
// whether all those below them are written, too: tshark's -j, and -J. Of other nodes
// the name alone is written. nil: every node has its fields.
type layers map[string]bool

// textLayer stands for nodes without a name in ek.
const textLayer = "text"

// newLayers checks the names of -j and of -J.
func newLayers(o *Options) (layers, error) {
	if len(o.Layers)+len(o.WholeLayers) == 0 {
		return nil, nil
	}
	l := layers{}
	for _, name := range o.Layers {
		l[name] = false
	}
	for _, name := range o.WholeLayers {
		l[name] = true
	}
	for name := range l {
		if name != textLayer && o.Registry != nil && o.Registry.Declared(name) == nil {
			return nil, fmt.Errorf("there is no field or protocol %q", name)
		}
	}
	return l, nil
}

// opens reports whether the fields of a node of that name are written, and whether all
// those below it are, which they are where within is true.
func (l layers) opens(name string, within bool) (open, whole bool) {
	if l == nil || within {
		return true, true
	}
	whole, open = l[name]
	return open, whole
}

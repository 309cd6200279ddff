package table

import (
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// schemaElements are a schema's groups and columns as a footer tells of them.
func schemaElements(s *parquet.Schema) []format.SchemaElement {
	list := appendElements(nil, s.Name(), s)
	list[0].RepetitionType = thrift.Null[format.FieldRepetitionType]{} // the root has none
	return list
}

// appendElements appends a node, and those in it.
func appendElements(list []format.SchemaElement, name string, n parquet.Node) []format.SchemaElement {
	t := n.Type()
	e := format.SchemaElement{Name: name, RepetitionType: thrift.New(repetition(n))}
	if n.Leaf() {
		e.Type = thrift.New(*t.PhysicalType())
	} else {
		e.NumChildren = thrift.New(int32(len(n.Fields())))
	}
	if c := t.ConvertedType(); c != nil {
		e.ConvertedType = thrift.New(*c)
	}
	if l := t.LogicalType(); l != nil {
		e.LogicalType = *l
	}
	list = append(list, e)
	for _, f := range n.Fields() {
		list = appendElements(list, f.Name(), f)
	}
	return list
}

func repetition(n parquet.Node) format.FieldRepetitionType {
	switch {
	case n.Optional():
		return format.Optional
	case n.Repeated():
		return format.Repeated
	}
	return format.Required
}

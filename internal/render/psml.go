package render

// A psml is the table as XML, the Packet Summary Markup Language.
type psml struct {
	unframed
	o Options
}

func (f *psml) NeedsTree() bool { return f.o.columnsNeedTree() }

func (f *psml) AppendBegin(b []byte) []byte {
	b = append(b, xmlHeader...)
	b = append(b, `<psml version="0" creator="pktscope/`...)
	b = append(appendXML(b, []byte(f.o.Version)), "\">\n<structure>\n"...)
	for i := range f.o.Columns {
		b = append(appendXML(append(b, "<section>"...), []byte(f.o.Columns[i].Title)), "</section>\n"...)
	}
	return append(b, "</structure>\n\n"...)
}

func (f *psml) AppendRow(b []byte, r *Row) []byte {
	b = f.o.appendPacketTag(b, r)
	for i := range f.o.Columns {
		b = append(b, "<section>"...)
		at := len(b)
		b = f.o.Columns[i].appendTo(b, &f.o, r)
		b = cleanXML(clean(b, at), at)
		b = append(b, "</section>\n"...)
	}
	return append(b, "</packet>\n\n"...)
}

func (f *psml) AppendEnd(b []byte) []byte { return append(b, "</psml>\n"...) }

package roff

import (
	"testing"
	"time"
)

// What roff would take for a macro, an escape or another character stays text: groff_char(7)
// on \-, \(aq, \(ga, \(ha and \(ti; groff(7) on \& and \e.
func TestEscapes(t *testing.T) {
	p := New("pktscope-show", 1, time.Unix(0, 0), "pktscope 1.0")
	p.Section("NAME")
	p.Paragraph(Plain(".N behind it: \\n"), Plain("'isakmp && x'"))
	p.Paragraph(Bold("--keys") + " " + Italic("FILE"))
	p.Item(Bold("cdp*"), Plain("a ^ b ~ c `d`"))
	p.Subsection("More")
	p.Paragraph(Plain("two\nlines"))
	want := `.TH PKTSCOPE\-SHOW 1 1970-01-01 "pktscope 1.0"
.nh
.ad l
.SH "NAME"
\&.N behind it: \en
.br
\(aqisakmp && x\(aq
.PP
\fB\-\-keys\fR \fIFILE\fR
.TP
\fBcdp*\fR
a \(ha b \(ti c \(gad\(ga
.SS "More"
two lines
`
	if got := string(p.Bytes()); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

package field

// A Severity is how severe an item of expert information is: Wireshark's PI_SEVERITY.
type Severity uint8

const (
	Plain   Severity = iota // the field is no item of expert information
	Comment                 // by whoever captured the packet
	Chat                    // the usual course of a protocol
	Note                    // notable, not wrong
	Warning                 // unusual
	Failure                 // wrong; Wireshark's Error
)

// A Group is what an item of expert information is about: Wireshark's PI_GROUP.
type Group uint8

const (
	OfChecksum Group = 1 + iota
	OfSequence
	OfResponse
	OfRequest
	OfUndecoded
	OfReassembly
	OfMalformed
	OfDebug
	OfProtocol
	OfSecurity
	OfComments
	OfDecryption
	OfAssumption
	OfDeprecated
)

var severities = [...]string{Comment: "Comment", Chat: "Chat", Note: "Note", Warning: "Warning", Failure: "Error"}

// String is the severity in Wireshark's words.
func (s Severity) String() string { return severities[s] }

// number is Wireshark's number of the severity.
func (s Severity) number() uint64 {
	if s <= Note {
		return 1 << 19 << s
	}
	return uint64(s-1) << 21
}

var groups = [...]string{
	OfChecksum: "Checksum", OfSequence: "Sequence", OfResponse: "Response", OfRequest: "Request", OfUndecoded: "Undecoded",
	OfReassembly: "Reassemble", OfMalformed: "Malformed", OfDebug: "Debug", OfProtocol: "Protocol", OfSecurity: "Security",
	OfComments: "Comment", OfDecryption: "Decryption", OfAssumption: "Assumption", OfDeprecated: "Deprecated",
}

// String is the group in Wireshark's words.
func (g Group) String() string { return groups[g] }

// number is Wireshark's number of the group.
func (g Group) number() uint64 { return uint64(g) << 24 }

const expertLabel = "Expert Info"

// ExpertProto declares the fields of expert information, which stand below any protocol's.
var ExpertProto = NewProto("_ws.expert", "Expert", expertLabel, Format(appendExpert))

var (
	expertMessage  = ExpertProto.String("_ws.expert.message", "Message", Hidden())
	expertSeverity = ExpertProto.Generated("_ws.expert.severity", "Severity level", Uint, Dec, 4, Named(severityName), Beyond(severityNumbers()...), Format(appendSeverity))
	expertGroup    = ExpertProto.Generated("_ws.expert.group", "Group", Uint, Dec, 4, Named(groupName), Beyond(groupNumbers()...), Format(appendGroup))
)

// Expert declares an item of expert information: its name, its text and what it is. Its
// nodes are added as those of other fields without bytes; the tree puts each below a
// node of ExpertProto, with its severity and group behind it.
func (p *Proto) Expert(name, text string, s Severity, g Group, opts ...Opt) *Def {
	return p.add(Def{Name: name, Label: text, Kind: Scope, Severity: s, Group: g}, opts)
}

// addExpert adds n, an item of expert information, below parent.
func (t *Tree) addExpert(parent int32, n Node) int32 {
	at := t.add(parent, Node{Def: &ExpertProto.Def, Off: n.Off, Buf: n.Buf, Flags: IsGenerated})
	if at < 0 {
		return at
	}
	if parent >= 0 {
		t.Nodes[at].Off = t.Nodes[parent].Off
	}
	n.Off, n.Len, n.Flags = 0, 0, n.Flags|IsGenerated
	item := t.add(at, n)
	part := Node{Buf: n.Buf, Flags: IsGenerated}
	if item >= 0 {
		for up := at; up >= 0; up = t.Nodes[up].Parent {
			t.Nodes[up].End = int32(len(t.Nodes)) // of those that go on: the text may be of fields within them
		}
		message := part
		message.Def, message.Flags = expertMessage.Def, IsGenerated|IsKept
		from := len(t.scratch)
		t.scratch = t.AppendLabel(t.scratch, int(item))
		message.Val = uint64(from)<<32 | uint64(len(t.scratch)-from)
		t.add(at, message)
	}
	part.Def, part.Val = expertSeverity, n.Def.Severity.number()
	t.add(at, part)
	part.Def, part.Val = expertGroup, n.Def.Group.number()
	t.add(at, part)
	t.Nodes[at].End = int32(len(t.Nodes))
	return item
}

// appendExpert appends "Expert Info (Note/Sequence): " and the text of the item.
func appendExpert(b []byte, t *Tree, i int) []byte {
	if int(t.Nodes[i].End) == i+1 {
		return append(b, expertLabel...)
	}
	d := t.Nodes[i+1].Def
	b = append(append(append(b, expertLabel...), " ("...), d.Severity.String()...)
	b = append(append(append(b, '/'), d.Group.String()...), "): "...)
	return t.AppendLabel(b, i+1)
}

func appendSeverity(b []byte, t *Tree, i int) []byte {
	return appendNamed(append(b, "Severity level: "...), severityName, t.Nodes[i].Val)
}

func appendGroup(b []byte, t *Tree, i int) []byte {
	return appendNamed(append(b, "Group: "...), groupName, t.Nodes[i].Val)
}

// appendNamed appends a name without its number, or the number where it has none.
func appendNamed(b []byte, names func(uint64) string, v uint64) []byte {
	if name := names(v); name != "" {
		return append(b, name...)
	}
	return AppendUint(b, v)
}

func severityNumbers() (list []uint64) {
	for s := Comment; s <= Failure; s++ {
		list = append(list, s.number())
	}
	return list
}

func groupNumbers() (list []uint64) {
	for g := range groups {
		list = append(list, Group(g).number())
	}
	return list
}

// severityName names Wireshark's number of a severity.
func severityName(v uint64) string {
	for s := Comment; s <= Failure; s++ {
		if s.number() == v {
			return s.String()
		}
	}
	return ""
}

// groupName names Wireshark's number of a group.
func groupName(v uint64) string {
	if g := v >> 24; g < uint64(len(groups)) {
		return groups[g]
	}
	return ""
}

// Expert adds f, an item of expert information of the value v, below the field that was
// read or put last.
func (d *Decoder) Expert(f *Def, v uint64) {
	t := d.tree
	if t == nil || d.bad || len(t.Nodes) == 0 {
		return
	}
	last := int32(len(t.Nodes)) - 1
	for last >= 0 && t.Nodes[last].Parent != d.up {
		last = t.Nodes[last].Parent
	}
	if last < 0 {
		return
	}
	t.addExpert(last, Node{Def: f, Val: v, Buf: d.buf})
	t.Nodes[last].End = int32(len(t.Nodes))
}

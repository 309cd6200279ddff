package table

// A Packet is a row of the table packets: a frame, and what its line in the list of packets
// says.
type Packet struct {
	Place
	Number         int64  `parquet:"number"` // over all captures of the run
	Time           *Time  `parquet:"time,optional,timestamp(nanosecond:local)"`
	Length         int64  `parquet:"length"`          // on the wire
	CapturedLength int64  `parquet:"captured_length"` // in the capture
	Interface      string `parquet:"interface,optional,dict"`
	LinkType       int32  `parquet:"link_type"`               // a number of LINKTYPE_
	Protocols      string `parquet:"protocols,optional,dict"` // as frame.protocols, outermost first
	Protocol       string `parquet:"protocol,optional,dict"`  // the columns of the list
	Source         string `parquet:"source,optional,dict"`
	Destination    string `parquet:"destination,optional,dict"`
	Info           string `parquet:"info,optional"`
	info           []byte // what Info has, until it is a text of its own

	SrcMAC       string `parquet:"src_mac,optional,dict"` // of the outermost frame of Ethernet
	DstMAC       string `parquet:"dst_mac,optional,dict"`
	SrcAddress   string `parquet:"src_address,optional,dict"` // of the outermost IP header
	DstAddress   string `parquet:"dst_address,optional,dict"`
	InnerSrc     string `parquet:"inner_src_address,optional,dict"` // of the innermost IP header, where there are several
	InnerDst     string `parquet:"inner_dst_address,optional,dict"`
	IPProtocol   *int32 `parquet:"ip_protocol,optional"` // of the outermost IP header
	SrcPort      *int32 `parquet:"src_port,optional"`    // of the outermost TCP, UDP or SCTP
	DstPort      *int32 `parquet:"dst_port,optional"`
	Conversation *int64 `parquet:"conversation,optional"` // of TCP: tcp.stream

	IKEVersion   *int32 `parquet:"ike_version,optional"`
	IKEExchange  string `parquet:"ike_exchange,optional,dict"`
	InitiatorSPI string `parquet:"initiator_spi,optional,dict"` // 16 hexadecimal digits
	ResponderSPI string `parquet:"responder_spi,optional,dict"`
	MessageID    string `parquet:"message_id,optional"` // 8 hexadecimal digits
	SPI          string `parquet:"spi,optional,dict"`   // of ESP, of AH without ESP: 0x and 8 hexadecimal digits
	Sequence     *int64 `parquet:"sequence,optional"`   // of the same
	Decrypted    *bool  `parquet:"decrypted,optional"`  // null where nothing is encrypted
	Reason       string `parquet:"reason,optional,dict"`
}

// Table implements Row.
func (Packet) Table() string { return "packets" }

// Origin implements Row.
func (p Packet) Origin() (Place, *Time) { return p.Place, p.Time }

// columns implements columnar.
func (p *Packet) columns(c *cells) {
	c.text(p.File)
	c.maybeInt64(p.Frame)
	c.int64(p.Number)
	c.maybeTime(p.Time)
	c.int64(p.Length)
	c.int64(p.CapturedLength)
	c.text(p.Interface)
	c.int32(p.LinkType)
	c.text(p.Protocols)
	c.text(p.Protocol)
	c.text(p.Source)
	c.text(p.Destination)
	c.plain(p.Info, p.info)
	c.text(p.SrcMAC)
	c.text(p.DstMAC)
	c.text(p.SrcAddress)
	c.text(p.DstAddress)
	c.text(p.InnerSrc)
	c.text(p.InnerDst)
	c.maybeInt32(p.IPProtocol)
	c.maybeInt32(p.SrcPort)
	c.maybeInt32(p.DstPort)
	c.maybeInt64(p.Conversation)
	c.maybeInt32(p.IKEVersion)
	c.text(p.IKEExchange)
	c.text(p.InitiatorSPI)
	c.text(p.ResponderSPI)
	c.text(p.MessageID)
	c.text(p.SPI)
	c.maybeInt64(p.Sequence)
	c.maybeBool(p.Decrypted)
	c.text(p.Reason)
}

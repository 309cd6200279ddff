package table

// A Conversation is a row of the table conversations: what "-z conv,TYPE" has of one in JSON. What a
// type does not have is null.
type Conversation struct {
	Place
	Type         string   `parquet:"type,optional,dict" json:"type"` // eth, ip, ipv6, tcp, udp, sctp, esp, isakmp or cdp
	AddressA     string   `parquet:"address_a,optional,dict" json:"address_a"`
	PortA        *int32   `parquet:"port_a,optional" json:"port_a"`
	AddressB     string   `parquet:"address_b,optional,dict" json:"address_b"`
	PortB        *int32   `parquet:"port_b,optional" json:"port_b"`
	SPI          string   `parquet:"spi,optional" json:"spi"`
	InitiatorSPI string   `parquet:"initiator_spi,optional" json:"initiator_spi"`
	ResponderSPI string   `parquet:"responder_spi,optional" json:"responder_spi"`
	DeviceID     string   `parquet:"device_id,optional" json:"device_id"`
	PortID       string   `parquet:"port_id,optional" json:"port_id"`
	RxFrames     *int64   `parquet:"rx_frames,optional" json:"rx_frames"`
	RxBytes      *int64   `parquet:"rx_bytes,optional" json:"rx_bytes"`
	TxFrames     *int64   `parquet:"tx_frames,optional" json:"tx_frames"`
	TxBytes      *int64   `parquet:"tx_bytes,optional" json:"tx_bytes"`
	Frames       *int64   `parquet:"frames,optional" json:"frames"`
	Bytes        *int64   `parquet:"bytes,optional" json:"bytes"`
	Start        *float64 `parquet:"start,optional" json:"start"` // seconds since the first packet of all captures
	FirstSeen    *Time    `parquet:"first_seen,optional,timestamp(nanosecond:local)" json:"first_seen"`
	Duration     *float64 `parquet:"duration,optional" json:"duration"`
}

// Table implements Row.
func (Conversation) Table() string { return "conversations" }

// Origin implements Row.
func (c Conversation) Origin() (Place, *Time) { return c.Place, c.FirstSeen }

// fields implements flat.
func (c *Conversation) fields(to []any) []any {
	return append(to,
		&c.File, &c.Frame, &c.Type, &c.AddressA, &c.PortA, &c.AddressB, &c.PortB, &c.SPI, &c.InitiatorSPI, &c.ResponderSPI,
		&c.DeviceID, &c.PortID, &c.RxFrames, &c.RxBytes, &c.TxFrames, &c.TxBytes, &c.Frames, &c.Bytes, &c.Start,
		&c.FirstSeen, &c.Duration,
	)
}

package table

import (
	"iter"

	"github.com/pktscope/pktscope/internal/render"
)

// An IKEMessage is a row of the table ike_messages: a message of an SA of IKE as the ladder of "show
// crypto isakmp sa detail" has it in JSON.
type IKEMessage struct {
	Place
	Time          *Time    `parquet:"time,optional,timestamp(nanosecond:local)" json:"time"`
	Sender        string   `parquet:"sender,optional,dict" json:"sender"`
	Exchange      string   `parquet:"exchange,optional,dict" json:"exchange"`
	MessageID     string   `parquet:"message_id,optional" json:"message_id"`
	Payloads      []string `parquet:"payloads,list" json:"payloads"`
	Notifications []string `parquet:"notifications,list" json:"notifications"`
	Meaning       string   `parquet:"meaning,optional,dict" json:"meaning"`
	Enciphered    *bool    `parquet:"enciphered,optional" json:"enciphered"`
	Decrypted     *bool    `parquet:"decrypted,optional" json:"decrypted"`
	Retransmits   *int64   `parquet:"retransmits,optional" json:"retransmits"`
	Src           string   `parquet:"src,optional,dict" json:"-"` // of the SA
	Dst           string   `parquet:"dst,optional,dict" json:"dst"`
	Version       *int32   `parquet:"version,optional" json:"version"`
	InitiatorSPI  string   `parquet:"initiator_spi,optional,dict" json:"initiator_spi"`
	ResponderSPI  string   `parquet:"responder_spi,optional,dict" json:"responder_spi"`
}

// Table implements Row.
func (IKEMessage) Table() string { return "ike_messages" }

// Origin implements Row.
func (m IKEMessage) Origin() (Place, *Time) { return m.Place, m.Time }

// A ladder is the messages of an SA.
type ladder struct {
	Place
	Src          string       `json:"src"`
	Dst          string       `json:"dst"`
	Version      *int32       `json:"version"`
	InitiatorSPI string       `json:"initiator_spi"`
	ResponderSPI string       `json:"responder_spi"`
	Ladder       []IKEMessage `json:"ladder"`
}

// IKEMessages are the messages of the SAs of a report.
func IKEMessages(r *render.Report, of Locator) iter.Seq2[*IKEMessage, error] {
	return func(yield func(*IKEMessage, error) bool) {
		for l, err := range objects[ladder](r) {
			if err != nil {
				yield(nil, err)
				return
			}
			for i := range l.Ladder {
				m := &l.Ladder[i]
				m.Src, m.Dst, m.Version, m.InitiatorSPI, m.ResponderSPI = l.Src, l.Dst, l.Version, l.InitiatorSPI, l.ResponderSPI
				if m.locate(of); !yield(m, nil) {
					return
				}
			}
		}
	}
}

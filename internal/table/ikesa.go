package table

import (
	"bytes"
	"encoding/json"
)

// An IKESA is a row of the table ike_sas: what "show crypto isakmp sa detail" and "show crypto
// ikev2 sa detail" have of an SA in JSON.
type IKESA struct {
	Place
	Dst           string          `parquet:"dst,optional,dict" json:"dst"`
	Src           string          `parquet:"src,optional,dict" json:"src"`
	State         string          `parquet:"state,optional,dict" json:"state"`
	ConnID        *int64          `parquet:"conn_id,optional" json:"conn_id"`
	Status        string          `parquet:"status,optional,dict" json:"status"`
	Version       *int32          `parquet:"version,optional" json:"version"`
	InitiatorSPI  string          `parquet:"initiator_spi,optional" json:"initiator_spi"`
	ResponderSPI  string          `parquet:"responder_spi,optional" json:"responder_spi"`
	Exchange      string          `parquet:"exchange,optional,dict" json:"exchange"`
	Policy        *IKEPolicy      `parquet:"policy,optional" json:"policy"`
	Vendor        []string        `parquet:"vendor,list" json:"vendor"`
	NAT           *IKENAT         `parquet:"nat,optional" json:"nat"`
	FirstSeen     *Time           `parquet:"first_seen,optional,timestamp(nanosecond:local)" json:"first_seen"`
	LastSeen      *Time           `parquet:"last_seen,optional,timestamp(nanosecond:local)" json:"last_seen"`
	Messages      *int64          `parquet:"messages,optional" json:"messages"`
	Retransmits   *int64          `parquet:"retransmits,optional" json:"retransmits"`
	Decrypted     *int64          `parquet:"decrypted,optional" json:"decrypted"`
	Failure       string          `parquet:"failure,optional,dict" json:"failure"`
	Offers        []IKEOffer      `parquet:"offers,list" json:"offers"`
	Chosen        *IKEOffer       `parquet:"chosen,optional" json:"chosen"`
	AuthLocal     []string        `parquet:"auth_local,list" json:"auth_local"`
	AuthRemote    []string        `parquet:"auth_remote,list" json:"auth_remote"`
	PPK           string          `parquet:"ppk,optional,dict" json:"ppk"`
	Children      []IKEChild      `parquet:"children,list" json:"children"`
	Replaces      string          `parquet:"replaces,optional" json:"replaces"`
	ReplacedBy    string          `parquet:"replaced_by,optional" json:"replaced_by"`
	DeletedAt     *Time           `parquet:"deleted_at,optional,timestamp(nanosecond:local)" json:"deleted_at"`
	Moved         []IKEMove       `parquet:"moved,list" json:"moved"`
	Enciphered    *int64          `parquet:"enciphered,optional" json:"enciphered"`
	Reason        string          `parquet:"reason,optional,dict" json:"reason"`
	Proofs        *IKEProofs      `parquet:"proofs,optional" json:"proofs"`
	PSK           *bool           `parquet:"psk,optional" json:"psk"`
	PSKs          *IKEPSKs        `parquet:"psks,optional" json:"psks"`
	Interface     string          `parquet:"interface,optional,dict" json:"interface"`
	SrcPort       *int32          `parquet:"src_port,optional" json:"src_port"`
	DstPort       *int32          `parquet:"dst_port,optional" json:"dst_port"`
	InitiatorID   string          `parquet:"initiator_id,optional,dict" json:"initiator_id"`
	ResponderID   string          `parquet:"responder_id,optional,dict" json:"responder_id"`
	Ready         *Time           `parquet:"ready,optional,timestamp(nanosecond:local)" json:"ready"`
	Duration      *float64        `parquet:"duration,optional" json:"duration"`
	LifetimeLeft  *float64        `parquet:"lifetime_left,optional" json:"lifetime_left"`
	Late          *bool           `parquet:"late,optional" json:"late"`
	Elsewhere     *int64          `parquet:"elsewhere,optional" json:"elsewhere"`
	Floated       *bool           `parquet:"floated,optional" json:"floated"`
	DPD           *IKEProbes      `parquet:"dpd,optional" json:"dpd"`
	Vendors       *IKEVendors     `parquet:"vendors,optional" json:"vendors"`
	Notifications []IKENotice     `parquet:"notifications,list" json:"notifications"`
	LostFragments []IKELostFrames `parquet:"lost_fragments,list" json:"lost_fragments"`
}

// An IKEPolicy is what the peers agreed on.
type IKEPolicy struct {
	Encryption     string `parquet:"encryption,optional" json:"encryption"`
	KeyLength      *int32 `parquet:"key_length,optional" json:"key_length"`
	Hash           string `parquet:"hash,optional" json:"hash"`
	PRF            string `parquet:"prf,optional" json:"prf"`
	Group          *Group `parquet:"group,optional" json:"group"`
	Authentication string `parquet:"authentication,optional" json:"authentication"`
	Lifetime       *int64 `parquet:"lifetime,optional" json:"lifetime"`
	Kilobytes      *int64 `parquet:"kilobytes,optional" json:"kilobytes"`
	Additional1    *Group `parquet:"additional_key_exchange_1,optional" json:"additional_key_exchange_1"`
	Additional2    *Group `parquet:"additional_key_exchange_2,optional" json:"additional_key_exchange_2"`
	Additional3    *Group `parquet:"additional_key_exchange_3,optional" json:"additional_key_exchange_3"`
	Additional4    *Group `parquet:"additional_key_exchange_4,optional" json:"additional_key_exchange_4"`
	Additional5    *Group `parquet:"additional_key_exchange_5,optional" json:"additional_key_exchange_5"`
	Additional6    *Group `parquet:"additional_key_exchange_6,optional" json:"additional_key_exchange_6"`
	Additional7    *Group `parquet:"additional_key_exchange_7,optional" json:"additional_key_exchange_7"`
}

// A Group is the number of a group of Diffie-Hellman, or of another method of key exchange; 0
// is NONE.
type Group int32

// UnmarshalJSON implements json.Unmarshaler: a report writes "NONE" among numbers.
func (g *Group) UnmarshalJSON(text []byte) error {
	if bytes.Equal(text, []byte(`"NONE"`)) {
		*g = 0
		return nil
	}
	return json.Unmarshal(text, (*int32)(g))
}

// IKENAT is which peers are behind a NAT.
type IKENAT struct {
	Initiator       *bool  `parquet:"initiator,optional" json:"initiator"`
	Responder       *bool  `parquet:"responder,optional" json:"responder"`
	Forced          *bool  `parquet:"forced,optional" json:"forced"`
	InitiatorInside string `parquet:"initiator_inside,optional" json:"initiator_inside"`
	ResponderInside string `parquet:"responder_inside,optional" json:"responder_inside"`
}

// An IKEOffer is a proposal: of each kind a list of its alternatives.
type IKEOffer struct {
	By           string      `parquet:"by,optional" json:"by"`
	Number       *int32      `parquet:"number,optional" json:"number"`
	Protocol     string      `parquet:"protocol,optional" json:"protocol"`
	Encr         []IKECipher `parquet:"encr,list" json:"encr"`
	Integ        []string    `parquet:"integ,list" json:"integ"`
	PRF          []string    `parquet:"prf,list" json:"prf"`
	Group        []Group     `parquet:"group,list" json:"group"`
	Auth         []string    `parquet:"auth,list" json:"auth"`
	AdditionalKE [][]string  `parquet:"additional_ke,list" json:"additional_ke"`
	Lifetime     *int64      `parquet:"lifetime,optional" json:"lifetime"`
	Kilobytes    *int64      `parquet:"kilobytes,optional" json:"kilobytes"`
}

// An IKECipher is a cipher of an offer.
type IKECipher struct {
	Name      string `parquet:"name,optional" json:"name"`
	KeyLength *int32 `parquet:"key_length,optional" json:"key_length"`
}

// An IKEChild is a child SA.
type IKEChild struct {
	SPIIn           string          `parquet:"spi_in,optional" json:"spi_in"`
	SPIOut          string          `parquet:"spi_out,optional" json:"spi_out"`
	Protocol        string          `parquet:"protocol,optional" json:"protocol"`
	Mode            string          `parquet:"mode,optional" json:"mode"`
	ESN             *bool           `parquet:"esn,optional" json:"esn"`
	IPCompCPI       string          `parquet:"ipcomp_cpi,optional" json:"ipcomp_cpi"`
	IPCompCPIOut    string          `parquet:"ipcomp_cpi_out,optional" json:"ipcomp_cpi_out"`
	IPCompAlgorithm string          `parquet:"ipcomp_algorithm,optional" json:"ipcomp_algorithm"`
	LocalSelectors  []string        `parquet:"local_selectors,list" json:"local_selectors"`
	RemoteSelectors []string        `parquet:"remote_selectors,list" json:"remote_selectors"`
	State           string          `parquet:"state,optional" json:"state"`
	Failure         string          `parquet:"failure,optional" json:"failure"`
	Label           string          `parquet:"label,optional" json:"label"`
	PerCPU          *bool           `parquet:"per_cpu,optional" json:"per_cpu"`
	Transform       string          `parquet:"transform,optional" json:"transform"`
	Group           *Group          `parquet:"group,optional" json:"group"`
	Offers          []IKEChildOffer `parquet:"offers,list" json:"offers"`
	Lifetime        *int64          `parquet:"lifetime,optional" json:"lifetime"`
	Kilobytes       *int64          `parquet:"kilobytes,optional" json:"kilobytes"`
	MessageID       string          `parquet:"message_id,optional" json:"message_id"`
	BegunBy         string          `parquet:"begun_by,optional" json:"begun_by"`
	Ready           *Time           `parquet:"ready,optional,timestamp(nanosecond:local)" json:"ready"`
	DeletedAt       *Time           `parquet:"deleted_at,optional,timestamp(nanosecond:local)" json:"deleted_at"`
	Replaces        string          `parquet:"replaces,optional" json:"replaces"`
	ReplacedBy      string          `parquet:"replaced_by,optional" json:"replaced_by"`
	Derived         *bool           `parquet:"derived,optional" json:"derived"`
	Given           *bool           `parquet:"given,optional" json:"given"`
	Reason          string          `parquet:"reason,optional" json:"reason"`
}

// An IKEChildOffer is a proposal of a child SA.
type IKEChildOffer struct {
	By           string      `parquet:"by,optional" json:"by"`
	Number       *int32      `parquet:"number,optional" json:"number"`
	Transform    *int32      `parquet:"transform,optional" json:"transform"`
	Protocol     string      `parquet:"protocol,optional" json:"protocol"`
	Encr         []IKECipher `parquet:"encr,list" json:"encr"`
	Integ        []string    `parquet:"integ,list" json:"integ"`
	Group        []Group     `parquet:"group,list" json:"group"`
	AdditionalKE [][]string  `parquet:"additional_ke,list" json:"additional_ke"`
	ESN          []bool      `parquet:"esn,list" json:"esn"`
	Mode         string      `parquet:"mode,optional" json:"mode"`
	Lifetime     *int64      `parquet:"lifetime,optional" json:"lifetime"`
	Kilobytes    *int64      `parquet:"kilobytes,optional" json:"kilobytes"`
}

// An IKEMove is a change of a peer's address or port.
type IKEMove struct {
	Place
	Time *Time  `parquet:"time,optional,timestamp(nanosecond:local)" json:"time"`
	Who  string `parquet:"who,optional" json:"who"`
	From string `parquet:"from,optional" json:"from"`
	To   string `parquet:"to,optional" json:"to"`
}

// IKEProofs are how many HASH and AUTH payloads are right, and wrong.
type IKEProofs struct {
	Right *int64 `parquet:"right,optional" json:"right"`
	Wrong *int64 `parquet:"wrong,optional" json:"wrong"`
}

// IKEPSKs are the verdicts on the pre-shared keys of both sides.
type IKEPSKs struct {
	Initiator *IKEPSK `parquet:"initiator,optional" json:"initiator"`
	Responder *IKEPSK `parquet:"responder,optional" json:"responder"`
}

// An IKEPSK is whether a pre-shared key is right, which it is, and by what.
type IKEPSK struct {
	Right  *bool  `parquet:"right,optional" json:"right"`
	Source string `parquet:"source,optional" json:"source"`
	By     string `parquet:"by,optional" json:"by"`
	Reason string `parquet:"reason,optional" json:"reason"`
}

// IKEProbes are liveness checks.
type IKEProbes struct {
	Asked    *int64 `parquet:"asked,optional" json:"asked"`
	Answered *int64 `parquet:"answered,optional" json:"answered"`
}

// IKEVendors are the names of each peer's vendor IDs.
type IKEVendors struct {
	Initiator []string `parquet:"initiator,list" json:"initiator"`
	Responder []string `parquet:"responder,list" json:"responder"`
}

// An IKENotice is a notification.
type IKENotice struct {
	Place
	Time   *Time  `parquet:"time,optional,timestamp(nanosecond:local)" json:"time"`
	Sender string `parquet:"sender,optional" json:"sender"`
	Type   *int32 `parquet:"type,optional" json:"type"`
	Name   string `parquet:"name,optional" json:"name"`
	Group  *Group `parquet:"group,optional" json:"group"`
	Value  *int64 `parquet:"value,optional" json:"value"`
}

// IKELostFrames are messages of which IP fragments did not come.
type IKELostFrames struct {
	File          string `parquet:"file,optional" json:"-"`
	Src           string `parquet:"src,optional" json:"src"`
	Dst           string `parquet:"dst,optional" json:"dst"`
	Exchange      string `parquet:"exchange,optional" json:"exchange"`
	MessageID     *int64 `parquet:"message_id,optional" json:"message_id"`
	Response      *bool  `parquet:"response,optional" json:"response"`
	MessageLength *int64 `parquet:"message_length,optional" json:"message_length"`
	Datagrams     *int64 `parquet:"datagrams,optional" json:"datagrams"`
	Partly        *int64 `parquet:"partly,optional" json:"partly"`
	LeastBytes    *int64 `parquet:"least_bytes,optional" json:"least_bytes"`
	MostBytes     *int64 `parquet:"most_bytes,optional" json:"most_bytes"`
	FirstFrame    *int64 `parquet:"first_frame,optional" json:"first_frame"`
	LastFrame     *int64 `parquet:"last_frame,optional" json:"last_frame"`
	FirstSeen     *Time  `parquet:"first_seen,optional,timestamp(nanosecond:local)" json:"first_seen"`
	LastSeen      *Time  `parquet:"last_seen,optional,timestamp(nanosecond:local)" json:"last_seen"`
}

// Table implements Row.
func (IKESA) Table() string { return "ike_sas" }

// Origin implements Row.
func (s IKESA) Origin() (Place, *Time) { return s.Place, s.FirstSeen }

func (s *IKESA) locate(of Locator) {
	s.Place.locate(of)
	for i := range s.Moved {
		s.Moved[i].Place.locate(of)
	}
	for i := range s.Notifications {
		s.Notifications[i].Place.locate(of)
	}
	for i := range s.LostFragments {
		l := &s.LostFragments[i]
		l.File = of.own(l.FirstFrame)
		of.own(l.LastFrame)
	}
}

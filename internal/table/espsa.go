package table

// An ESPSA is a row of the table esp_sas: what "show crypto ipsec sa" has of an SA of ESP or AH in
// JSON.
type ESPSA struct {
	Place
	SPI               string   `parquet:"spi,optional" json:"spi"`
	Src               string   `parquet:"src,optional,dict" json:"src"`
	Dst               string   `parquet:"dst,optional,dict" json:"dst"`
	Protocol          string   `parquet:"protocol,optional,dict" json:"protocol"`
	Encapsulation     string   `parquet:"encapsulation,optional,dict" json:"encapsulation"`
	Packets           *int64   `parquet:"packets,optional" json:"packets"`
	Bytes             *int64   `parquet:"bytes,optional" json:"bytes"`
	SeqFirst          *int64   `parquet:"seq_first,optional" json:"seq_first"`
	SeqLast           *int64   `parquet:"seq_last,optional" json:"seq_last"`
	Lost              *int64   `parquet:"lost,optional" json:"lost"`
	Duplicates        *int64   `parquet:"duplicates,optional" json:"duplicates"`
	Late              *int64   `parquet:"late,optional" json:"late"`
	Replays           *int64   `parquet:"replays,optional" json:"replays"`
	Transform         string   `parquet:"transform,optional,dict" json:"transform"`
	IKE               string   `parquet:"ike,optional,dict" json:"ike"`
	Decrypted         *int64   `parquet:"decrypted,optional" json:"decrypted"`
	AuthFailed        *int64   `parquet:"auth_failed,optional" json:"auth_failed"`
	Undecrypted       *int64   `parquet:"undecrypted,optional" json:"undecrypted"`
	Reason            string   `parquet:"reason,optional,dict" json:"reason"`
	LocalIdent        string   `parquet:"local_ident,optional,dict" json:"local_ident"`
	RemoteIdent       string   `parquet:"remote_ident,optional,dict" json:"remote_ident"`
	FirstSeen         *Time    `parquet:"first_seen,optional,timestamp(nanosecond:local)" json:"first_seen"`
	LastSeen          *Time    `parquet:"last_seen,optional,timestamp(nanosecond:local)" json:"last_seen"`
	ReplacedBy        string   `parquet:"replaced_by,optional" json:"replaced_by"`
	Replays64         *int64   `parquet:"replays_64,optional" json:"replays_64"`
	Wraps             *int64   `parquet:"wraps,optional" json:"wraps"`
	LongestIdle       *float64 `parquet:"longest_idle,optional" json:"longest_idle"`
	Deleted           *Time    `parquet:"deleted,optional,timestamp(nanosecond:local)" json:"deleted"`
	AfterDelete       *bool    `parquet:"after_delete,optional" json:"after_delete"`
	BitsPerSecond     *int64   `parquet:"bits_per_second,optional" json:"bits_per_second"`
	Longest           *int64   `parquet:"longest,optional" json:"longest"`
	LifetimeSeconds   *int64   `parquet:"lifetime_seconds,optional" json:"lifetime_seconds"`
	LifetimeKilobytes *int64   `parquet:"lifetime_kilobytes,optional" json:"lifetime_kilobytes"`
	InnerSrc          string   `parquet:"inner_src,optional,dict" json:"inner_src"`
	InnerDst          string   `parquet:"inner_dst,optional,dict" json:"inner_dst"`
	Opposite          string   `parquet:"opposite,optional" json:"opposite"`
	ReplacedByGuessed *bool    `parquet:"replaced_by_guessed,optional" json:"replaced_by_guessed"`
}

// Table implements Row.
func (ESPSA) Table() string { return "esp_sas" }

// Origin implements Row.
func (s ESPSA) Origin() (Place, *Time) { return s.Place, s.FirstSeen }

package http

import "github.com/pktscope/pktscope/dissect/field"

// Proto declares the fields of HTTP.
var Proto = field.NewProto("http", "HTTP", "Hypertext Transfer Protocol", field.Format(formatTitle))

var (
	fFirstLine  = Proto.Scope("", field.Format(formatLine))
	fBlank      = Proto.Scope("", field.Format(formatLine))
	fMethod     = Proto.String("http.request.method", "Request Method")
	fURI        = Proto.String("http.request.uri", "Request URI")
	fPath       = Proto.String("http.request.uri.path", "Request URI Path")
	fSegment    = Proto.String("http.request.uri.path.segment", "Request URI Path Segment")
	fQuery      = Proto.String("http.request.uri.query", "Request URI Query")
	fParameter  = Proto.String("http.request.uri.query.parameter", "Request URI Query Parameter")
	fReqVersion = Proto.String("http.request.version", "Request Version")
	fVersion    = Proto.String("http.response.version", "Response Version")
	fCode       = Proto.Generated("http.response.code", "Status Code", field.Uint, field.Dec, 3)
	fCodeDesc   = Proto.String("http.response.code.desc", "Status Code Description")
	fPhrase     = Proto.String("http.response.phrase", "Response Phrase")
	fReqLine    = Proto.String("http.request.line", "Request line", field.Format(formatLine))
	fReqHidden  = Proto.String("http.request.line", "Request line", field.Format(formatLine), field.Hidden())
	fRespLine   = Proto.String("http.response.line", "Response line", field.Format(formatLine))
	fRespHidden = Proto.String("http.response.line", "Response line", field.Format(formatLine), field.Hidden())
	fRequest    = Proto.Generated("http.request", "Request", field.Bool, field.Dec, 1, field.Hidden())
	fResponse   = Proto.Generated("http.response", "Response", field.Bool, field.Dec, 1, field.Hidden())
	fNotify     = Proto.Generated("http.notification", "Notification", field.Bool, field.Dec, 1, field.Hidden())
	fFullURI    = Proto.String("http.request.full_uri", "Full request URI")
	fRequestIn  = Proto.Generated("http.request_in", "Request in frame", field.FrameNum, field.Dec, 4)
	_           = Proto.Generated("http.response_in", "Response in frame", field.FrameNum, field.Dec, 4)
	fTime       = Proto.Generated("http.time", "Time since request", field.Relative, field.Dec, 8)

	fLength     = Proto.Generated("http.content_length", "Content length", field.Uint, field.Dec, 8)
	fCookiePair = Proto.String("http.cookie_pair", "Cookie pair")
	fAuthBasic  = Proto.String("http.authbasic", "Credentials")

	fBody          = Proto.Scope("", field.Format(formatBody))
	fChunk         = Proto.Scope("", field.Format(formatChunk))
	fChunkSize     = Proto.Generated("http.chunk_size", "Chunk size", field.Uint, field.Dec, 4, field.Unit(" octet", " octets"))
	fChunkData     = Proto.Bytes("http.chunk_data", "Chunk data")
	fChunkBoundary = Proto.Bytes("http.chunk_boundary", "Chunk boundary")
	fTrailer       = Proto.String("http.chunked_trailer_part", "trailer-part")
	fEncoded       = Proto.Scope("", field.Format(formatEncoded))
	fFileData      = Proto.Bytes("http.file_data", "File Data", field.Format(formatFileData))
	fNotKept       = Proto.Generated("pktscope.http.body.left", "Bytes of the body not kept", field.Uint, field.Dec, 8)
)

// A named is a field of HTTP's with a declaration of its own.
type named struct {
	name string // in lower case, with the colon
	def  field.Str
}

// fields are the fields of messages that Wireshark names: RFC 9110 and its kin.
var fields = [...]named{
	{"host:", header("host", "Host")},
	{"user-agent:", header("user_agent", "User-Agent")},
	{"content-type:", header("content_type", "Content-Type")},
	{"content-length:", header("content_length_header", "Content-Length")},
	{"accept:", header("accept", "Accept")},
	{"accept-language:", header("accept_language", "Accept-Language")},
	{"accept-encoding:", header("accept_encoding", "Accept Encoding")},
	{"connection:", header("connection", "Connection")},
	{"cookie:", header("cookie", "Cookie")},
	{"set-cookie:", header("set_cookie", "Set-Cookie")},
	{"referer:", header("referer", "Referer")},
	{"server:", header("server", "Server")},
	{"date:", header("date", "Date")},
	{"location:", header("location", "Location")},
	{"cache-control:", header("cache_control", "Cache-Control")},
	{"last-modified:", header("last_modified", "Last-Modified")},
	{"content-encoding:", header("content_encoding", "Content-Encoding")},
	{"transfer-encoding:", header("transfer_encoding", "Transfer-Encoding")},
	{"authorization:", header("authorization", "Authorization")},
	{"www-authenticate:", header("www_authenticate", "WWW-Authenticate")},
	{"proxy-authenticate:", header("proxy_authenticate", "Proxy-Authenticate")},
	{"proxy-authorization:", header("proxy_authorization", "Proxy-Authorization")},
	{"upgrade:", header("upgrade", "Upgrade")},
	{"range:", header("range", "Range")},
	{"content-range:", header("content_range", "Content-Range")},
	{"x-forwarded-for:", header("x_forwarded_for", "X-Forwarded-For")},
	{"http2-settings:", header("http2_settings", "HTTP2-Settings")},
	{"sec-websocket-accept:", header("sec_websocket_accept", "Sec-WebSocket-Accept")},
	{"sec-websocket-extensions:", header("sec_websocket_extensions", "Sec-WebSocket-Extensions")},
	{"sec-websocket-key:", header("sec_websocket_key", "Sec-WebSocket-Key")},
	{"sec-websocket-protocol:", header("sec_websocket_protocol", "Sec-WebSocket-Protocol")},
	{"sec-websocket-version:", header("sec_websocket_version", "Sec-WebSocket-Version")},
}

func header(name, label string) field.Str {
	return Proto.String("http."+name, label, field.Format(formatLine))
}

// formatTitle counts the chunks of a body, which are the node's value.
func formatTitle(b []byte, t *field.Tree, i int) []byte {
	b = append(b, t.Nodes[i].Def.Label...)
	switch n := t.Nodes[i].Val; n {
	case 0:
		return b
	case 1:
		return append(b, ", has 1 chunk (including last chunk)"...)
	default:
		return append(field.AppendUint(append(b, ", has "...), n), " chunks (including last chunk)"...)
	}
}

// formatLine is the line as it is in the message, with its end.
func formatLine(b []byte, t *field.Tree, i int) []byte { return field.AppendEscaped(b, t.Bytes(i)) }

// formatFileData is how long the body is, as it is meant.
func formatFileData(b []byte, t *field.Tree, i int) []byte {
	return appendCount(append(b, "File Data: "...), len(t.Text(i)))
}

// formatEncoded is how a compressed body was before and is now. Its node's value holds
// the coding and the length.
func formatEncoded(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	b = append(append(append(b, "Content-encoded entity body ("...), codings[n.Val>>56]...), "): "...)
	b = append(appendCount(b, int(n.Len)), " -> "...)
	return appendCount(b, int(n.Val&(1<<56-1)))
}

func appendCount(b []byte, n int) []byte {
	if n == 1 {
		return append(b, "1 byte"...)
	}
	return append(field.AppendUint(b, uint64(n)), " bytes"...)
}

// formatBody and formatChunk tell a body in chunks.
func formatBody(b []byte, t *field.Tree, i int) []byte {
	return append(b, pick(t.Nodes[i].Val != 0, "HTTP chunked response", "HTTP chunked request")...)
}

func formatChunk(b []byte, t *field.Tree, i int) []byte {
	if n := t.Nodes[i].Val; n > 0 {
		return append(field.AppendUint(append(b, "Data chunk ("...), n), " octets)"...)
	}
	return append(b, "End of chunked encoding"...)
}

func pick(ok bool, yes, no string) string {
	if ok {
		return yes
	}
	return no
}

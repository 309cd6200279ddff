package tls

import "github.com/pktscope/pktscope/dissect/field"

// Proto declares the fields of TLS.
var Proto = field.NewProto("tls", "TLS", "Transport Layer Security")

var (
	fRecord  = Proto.None("tls.record", "TLS Record Layer", field.Format(formatRecord))
	fContent = Proto.Uint8("tls.record.content_type", "Content Type", field.Dec, field.Named(ContentName))
	fVersion = Proto.Uint16("tls.record.version", "Version", field.Hex, field.Named(VersionName))
	fLength  = Proto.Uint16("tls.record.length", "Length", field.Dec)
	fAppData = Proto.Bytes("tls.app_data", "Encrypted Application Data")

	fCipherSpec = Proto.None("tls.change_cipher_spec", "Change Cipher Spec Message")
	fAlert      = Proto.None("tls.alert_message", "Alert Message")
	fSecret     = Proto.None("tls.alert_message", "Alert Message: Encrypted Alert")
	fLevel      = Proto.Uint8("tls.alert_message.level", "Level", field.Dec, field.Named(LevelName))
	fDesc       = Proto.Uint8("tls.alert_message.desc", "Description", field.Dec, field.Named(AlertName))

	fHandshake = Proto.None("tls.handshake", "Handshake Protocol", field.Format(formatHandshake))
	fEncrypted = Proto.None("tls.handshake", "Handshake Protocol: Encrypted Handshake Message")
	fType      = Proto.Uint8("tls.handshake.type", "Handshake Type", field.Dec, field.Named(HandshakeName))
	fHSLength  = Proto.Uint24("tls.handshake.length", "Length", field.Dec)
	fHSVersion = Proto.Uint16("tls.handshake.version", "Version", field.Hex, field.Named(VersionName))
	fRandom    = Proto.Bytes("tls.handshake.random", "Random")
	fRandBytes = Proto.Bytes("tls.handshake.random_bytes", "Random Bytes")
	fIDLen     = Proto.Uint8("tls.handshake.session_id_length", "Session ID Length", field.Dec, field.TypeSize(2))
	fID        = Proto.Bytes("tls.handshake.session_id", "Session ID")
	fSuitesLen = Proto.Uint16("tls.handshake.cipher_suites_length", "Cipher Suites Length", field.Dec)
	fSuites    = Proto.None("tls.handshake.ciphersuites", "Cipher Suites", field.Format(formatSuites))
	fSuite     = Proto.Uint16("tls.handshake.ciphersuite", "Cipher Suite", field.Hex, field.Named(suiteName))
	fCompsLen  = Proto.Uint8("tls.handshake.comp_methods_length", "Compression Methods Length", field.Dec)
	fComps     = Proto.None("tls.handshake.comp_methods", "Compression Methods", field.Format(formatMethods))
	fComp      = Proto.Uint8("tls.handshake.comp_method", "Compression Method", field.Dec, field.Named(compressionName))

	fExtsLen    = Proto.Uint16("tls.handshake.extensions_length", "Extensions Length", field.Dec)
	fExt        = Proto.None("tls.handshake.extension", "Extension", field.Format(formatExtension))
	fExtType    = Proto.Uint16("tls.handshake.extension.type", "Type", field.Dec, field.Named(extensionName))
	fExtLen     = Proto.Uint16("tls.handshake.extension.len", "Length", field.Dec)
	fNames      = Proto.Scope("Server Name Indication extension")
	fNamesLen   = Proto.Uint16("tls.handshake.extensions_server_name_list_len", "Server Name list length", field.Dec)
	fNameType   = Proto.Uint8("tls.handshake.extensions_server_name_type", "Server Name Type", field.Dec, field.Named(nameType))
	fNameLen    = Proto.Uint16("tls.handshake.extensions_server_name_len", "Server Name length", field.Dec)
	fName       = Proto.String("tls.handshake.extensions_server_name", "Server Name")
	fALPNLen    = Proto.Uint16("tls.handshake.extensions_alpn_len", "ALPN Extension Length", field.Dec)
	fALPNList   = Proto.None("tls.handshake.extensions_alpn_list", "ALPN Protocol")
	fALPNStrLn  = Proto.Uint8("tls.handshake.extensions_alpn_str_len", "ALPN string length", field.Dec)
	fALPN       = Proto.String("tls.handshake.extensions_alpn_str", "ALPN Next Protocol")
	fGroupsLen  = Proto.Uint16("tls.handshake.extensions_supported_groups_length", "Supported Groups List Length", field.Dec)
	fGroups     = Proto.None("tls.handshake.extensions_supported_groups", "Supported Groups", field.Format(formatGroups))
	fGroup      = Proto.Uint16("tls.handshake.extensions_supported_group", "Supported Group", field.Hex, field.Named(groupName))
	fFormatsLen = Proto.Uint8("tls.handshake.extensions_ec_point_formats_length", "EC point formats Length", field.Dec)
	fFormats    = Proto.None("tls.handshake.extensions_ec_point_formats", "Elliptic curves point formats", field.Format(formatFormats))
	fFormat     = Proto.Uint8("tls.handshake.extensions_ec_point_format", "EC point format", field.Dec, field.Named(formatName))
	fVersLen    = Proto.Uint8("tls.handshake.extensions.supported_versions_len", "Supported Versions length", field.Dec)
	fVers       = Proto.Uint16("tls.handshake.extensions.supported_version", "Supported Version", field.Hex, field.Named(VersionName))
)

// formatRecord names a record by its version and content.
func formatRecord(b []byte, t *field.Tree, i int) []byte {
	version, content := t.Child(i, fVersion), t.Child(i, fContent)
	if version < 0 || content < 0 {
		return append(b, "TLS Record Layer"...)
	}
	b = append(AppendVersion(b, t.Nodes[version].Val), " Record Layer: "...)
	typ := t.Nodes[content].Val
	switch typ {
	case handshake:
		b = append(b, "Handshake Protocol: "...)
		first := t.Child(i, fHandshake)
		if first < 0 {
			return append(b, "Encrypted Handshake Message"...)
		}
		if t.Next(first, fHandshake) >= 0 {
			return append(b, "Multiple Handshake Messages"...)
		}
		if kind := t.Child(first, fType); kind >= 0 {
			return append(b, HandshakeName(t.Nodes[kind].Val)...)
		}
		return append(b, "Encrypted Handshake Message"...)
	case cipherSpec:
		return append(b, "Change Cipher Spec Protocol: Change Cipher Spec"...)
	case application:
		return append(b, "Application Data Protocol"...)
	case alert:
		if a := t.Child(i, fAlert); a >= 0 {
			if level, desc := t.Child(a, fLevel), t.Child(a, fDesc); level >= 0 && desc >= 0 {
				b = append(append(b, "Alert (Level: "...), LevelName(t.Nodes[level].Val)...)
				return append(append(append(b, ", Description: "...), AlertName(t.Nodes[desc].Val)...), ')')
			}
		}
		return append(b, "Encrypted Alert"...)
	}
	return append(b, ContentName(typ)...)
}

func formatHandshake(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "Handshake Protocol: "...)
	if kind := t.Child(i, fType); kind >= 0 {
		return append(b, HandshakeName(t.Nodes[kind].Val)...)
	}
	return b
}

func formatSuites(b []byte, t *field.Tree, i int) []byte {
	n := t.Nodes[i].Len / 2
	b = field.AppendUint(append(b, "Cipher Suites ("...), uint64(n))
	return append(b, plural(n, " suite)", " suites)")...)
}

func formatGroups(b []byte, t *field.Tree, i int) []byte {
	n := t.Nodes[i].Len / 2
	b = field.AppendUint(append(b, "Supported Groups ("...), uint64(n))
	return append(b, plural(n, " group)", " groups)")...)
}

func formatFormats(b []byte, t *field.Tree, i int) []byte {
	b = field.AppendUint(append(b, "Elliptic curves point formats ("...), uint64(t.Nodes[i].Len))
	return append(b, ')')
}

func formatMethods(b []byte, t *field.Tree, i int) []byte {
	n := t.Nodes[i].Len
	b = field.AppendUint(append(b, "Compression Methods ("...), uint64(n))
	return append(b, plural(n, " method)", " methods)")...)
}

func plural(n uint32, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// formatExtension names an extension, with its length and the server's name.
func formatExtension(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "Extension: "...)
	kind, size := t.Child(i, fExtType), t.Child(i, fExtLen)
	if kind < 0 || size < 0 {
		return b
	}
	if name := extensionName(t.Nodes[kind].Val); name != "" {
		b = append(b, name...)
	} else {
		b = field.AppendUint(append(b, "Unknown type "...), t.Nodes[kind].Val)
	}
	b = append(field.AppendUint(append(b, " (len="...), t.Nodes[size].Val), ')')
	if names := t.Child(i, fNames); names >= 0 {
		if name := t.Child(names, fName); name >= 0 {
			b = field.AppendEscaped(append(b, " name="...), t.Bytes(name))
		}
	}
	return b
}

package isakmp

// exchangeName names IKEv1's exchanges.
func exchangeName(v uint64) string {
	switch Exchange(v) {
	case 0:
		return "NONE"
	case ExchangeBase:
		return "Base"
	case ExchangeMain:
		return "Identity Protection (Main Mode)"
	case ExchangeAuthOnly:
		return "Authentication Only"
	case ExchangeAggressive:
		return "Aggressive"
	case ExchangeInformational:
		return "Informational"
	case ExchangeTransaction:
		return "Transaction (Config Mode)"
	case ExchangeQuick:
		return "Quick Mode"
	case ExchangeNewGroup:
		return "New Group Mode"
	}
	return ""
}

// exchangeName2 names IKEv2's exchanges, as IANA has them.
func exchangeName2(v uint64) string {
	switch Exchange(v) {
	case ExchangeSAInit:
		return "IKE_SA_INIT"
	case ExchangeAuth:
		return "IKE_AUTH"
	case ExchangeCreateChild:
		return "CREATE_CHILD_SA"
	case ExchangeInfo2:
		return "INFORMATIONAL"
	case ExchangeSessionResume:
		return "IKE_SESSION_RESUME"
	case 39:
		return "GSA_AUTH"
	case 40:
		return "GSA_REGISTRATION"
	case 41:
		return "GSA_REKEY"
	case 42:
		return "GSA_INBAND_REKEY"
	case ExchangeIntermediate:
		return "IKE_INTERMEDIATE"
	case ExchangeFollowupKE:
		return "IKE_FOLLOWUP_KE"
	}
	return ""
}

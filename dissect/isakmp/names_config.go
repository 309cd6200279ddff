package isakmp

// configNames are the types of a configuration in IKEv1.
var configNames = spans{
	{0, 0, "Reserved"},
	{1, 1, "ISAKMP_CFG_REQUEST"},
	{2, 2, "ISAKMP_CFG_REPLY"},
	{3, 3, "ISAKMP_CFG_SET"},
	{4, 4, "ISAKMP_CFG_ACK"},
	{5, 127, "Future use"},
	{128, 256, "Private Use"},
}

// configNames2 are the configuration types of IKEv2.
var configNames2 = spans{
	{0, 0, "RESERVED"},
	{1, 1, "CFG_REQUEST"},
	{2, 2, "CFG_REPLY"},
	{3, 3, "CFG_SET"},
	{4, 4, "CFG_ACK"},
	{5, 127, "Future use"},
	{128, 256, "Private Use"},
}

// configAttrNames are the attributes of a configuration in IKEv1, with XAUTH's
// and Cisco's.
var configAttrNames = append(spans{
	{0, 0, "RESERVED"},
	{1, 1, "INTERNAL_IP4_ADDRESS"},
	{2, 2, "INTERNAL_IP4_NETMASK"},
	{3, 3, "INTERNAL_IP4_DNS"},
	{4, 4, "INTERNAL_IP4_NBNS"},
	{5, 5, "INTERNAL_ADDRESS_EXPIRY"},
	{6, 6, "INTERNAL_IP4_DHCP"},
	{7, 7, "APPLICATION_VERSION"},
	{8, 8, "INTERNAL_IP6_ADDRESS"},
	{9, 9, "INTERNAL_IP6_NETMASK"},
	{10, 10, "INTERNAL_IP6_DNS"},
	{11, 11, "INTERNAL_IP6_NBNS"},
	{12, 12, "INTERNAL_IP6_DHCP"},
	{13, 13, "INTERNAL_IP4_SUBNET"},
	{14, 14, "SUPPORTED_ATTRIBUTES"},
	{15, 15, "INTERNAL_IP6_SUBNET"},
	{16, 16383, "FUTURE USE"},
	{16384, 16386, "PRIVATE USE"},
	{16387, 16387, "CHKPT_DEF_DOMAIN"},
	{16388, 16388, "CHKPT_MAC_ADDRESS"},
	{16389, 16389, "CHKPT_MARCIPAN_REASON_CODE"},
	{16400, 16400, "CHKPT_UNKNOWN1"},
	{16401, 16401, "CHKPT_UNKNOWN2"},
	{16402, 16402, "CHKPT_UNKNOWN3"},
	{16403, 16519, "PRIVATE USE"},
	{16520, 16520, "XAUTH_TYPE"},
	{16521, 16521, "XAUTH_USER_NAME"},
	{16522, 16522, "XAUTH_USER_PASSWORD"},
	{16523, 16523, "XAUTH_PASSCODE"},
	{16524, 16524, "XAUTH_MESSAGE"},
	{16525, 16525, "XAUTH_CHALLENGE"},
	{16526, 16526, "XAUTH_DOMAIN"},
	{16527, 16527, "XAUTH_STATUS"},
	{16528, 16528, "XAUTH_NEXT_PIN"},
	{16529, 16529, "XAUTH_ANSWER"},
	{16530, 28671, "PRIVATE USE"},
}, unityNames...)

// configAttrNames2 are the configuration attributes of IKEv2: RFC 7296, section 3.15.1, and IANA. Cisco
// sends Unity's here too.
var configAttrNames2 = append(spans{
	{0, 0, "RESERVED"},
	{1, 1, "INTERNAL_IP4_ADDRESS"},
	{2, 2, "INTERNAL_IP4_NETMASK"},
	{3, 3, "INTERNAL_IP4_DNS"},
	{4, 4, "INTERNAL_IP4_NBNS"},
	{5, 5, "INTERNAL_ADDRESS_EXPIRY"},
	{6, 6, "INTERNAL_IP4_DHCP"},
	{7, 7, "APPLICATION_VERSION"},
	{8, 8, "INTERNAL_IP6_ADDRESS"},
	{9, 9, "RESERVED"},
	{10, 10, "INTERNAL_IP6_DNS"},
	{11, 11, "INTERNAL_IP6_NBNS"},
	{12, 12, "INTERNAL_IP6_DHCP"},
	{13, 13, "INTERNAL_IP4_SUBNET"},
	{14, 14, "SUPPORTED_ATTRIBUTES"},
	{15, 15, "INTERNAL_IP6_SUBNET"},
	{16, 16, "MIP6_HOME_PREFIX"},
	{17, 17, "INTERNAL_IP6_LINK"},
	{18, 18, "INTERNAL_IP6_PREFIX"},
	{19, 19, "HOME_AGENT_ADDRESS"},
	{20, 20, "P_CSCF_IP4_ADDRESS"},
	{21, 21, "P_CSCF_IP6_ADDRESS"},
	{22, 22, "FTT_KAT"},
	{23, 23, "EXTERNAL_SOURCE_IP4_NAT_INFO"},
	{24, 24, "TIMEOUT_PERIOD_FOR_LIVENESS_CHECK"},
	{25, 25, "INTERNAL_DNS_DOMAIN"},
	{26, 26, "INTERNAL_DNSSEC_TA"},
	{27, 27, "ENCDNS_IP4"},
	{28, 28, "ENCDNS_IP6"},
	{29, 29, "ENCDNS_DIGEST_INFO"},
	{30, 16383, "RESERVED TO IANA"},
	{16384, 28671, "PRIVATE USE"},
}, unityNames...)

// unityNames are the attributes of Cisco's Unity, and what is left behind them.
var unityNames = spans{
	{28672, 28672, "UNITY_BANNER"},
	{28673, 28673, "UNITY_SAVE_PASSWD"},
	{28674, 28674, "UNITY_DEF_DOMAIN"},
	{28675, 28675, "UNITY_SPLIT_DOMAIN"},
	{28676, 28676, "UNITY_SPLIT_INCLUDE"},
	{28677, 28677, "UNITY_NATT_PORT"},
	{28678, 28678, "UNITY_SPLIT_EXCLUDE"},
	{28679, 28679, "UNITY_PFS"},
	{28680, 28680, "UNITY_FW_TYPE"},
	{28681, 28681, "UNITY_BACKUP_SERVERS"},
	{28682, 28682, "UNITY_DDNS_HOSTNAME"},
	{28683, 32767, "PRIVATE USE"},
}

// xauthTypes are what XAUTH asks for: draft-beaulieu-ike-xauth-02, section 6.
var xauthTypes = spans{
	{0, 0, "Generic"},
	{1, 1, "RADIUS-CHAP"},
	{2, 2, "OTP"},
	{3, 3, "S/KEY"},
	{4, 32767, "Future use"},
	{32768, 65535, "Private use"},
}

// xauthStatus is how XAUTH ended.
var xauthStatus = spans{
	{0, 0, "Fail"},
	{1, 1, "Success"},
}

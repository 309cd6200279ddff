package isakmp

// A NotifyType says what a notification is about. Each version has a numbering
// of its own.
type NotifyType uint16

// Notifications of IKEv1: RFC 2407, section 4.6.3; RFC 3706, section 5.3; and
// Cisco's.
const (
	NotifyResponderLifetime NotifyType = 24576
	NotifyInitialContact    NotifyType = 24578
	NotifyRUThere           NotifyType = 36136
	NotifyRUThereAck        NotifyType = 36137
	NotifyLoadBalance       NotifyType = 40501
)

// Notifications of IKEv2: RFC 7296, section 3.10.1, where no other document is
// named. Types below NotifyStatus are errors.
const (
	NotifyUnsupportedPayload    NotifyType = 1
	NotifyInvalidMajor          NotifyType = 5  // also IKEv1's INVALID-MAJOR-VERSION
	NotifyInvalidSPI            NotifyType = 11 // in both versions
	NotifyInvalidKE             NotifyType = 17
	NotifyStatus                NotifyType = 16384
	NotifySetWindowSize         NotifyType = 16385
	NotifyIPCompSupported       NotifyType = 16387
	NotifyNATSource             NotifyType = 16388
	NotifyNATDestination        NotifyType = 16389
	NotifyCookie                NotifyType = 16390
	NotifyUseTransportMode      NotifyType = 16391
	NotifyRekeySA               NotifyType = 16393
	NotifyMOBIKESupported       NotifyType = 16396 // RFC 4555
	NotifyAdditionalIP4         NotifyType = 16397
	NotifyAdditionalIP6         NotifyType = 16398
	NotifyUpdateAddresses       NotifyType = 16400
	NotifyAuthLifetime          NotifyType = 16403 // RFC 4478
	NotifyRedirect              NotifyType = 16407 // RFC 5685
	NotifyRedirectedFrom        NotifyType = 16408
	NotifyTicketLifetimeOpaque  NotifyType = 16409 // RFC 5723
	NotifyTicketOpaque          NotifyType = 16413
	NotifyROHCSupported         NotifyType = 16416 // RFC 5857
	NotifyQuickCrashDetection   NotifyType = 16419 // RFC 6290
	NotifyMessageIDSync         NotifyType = 16422 // RFC 6311
	NotifyReplayCounterSync     NotifyType = 16423
	NotifySecurePasswordMethods NotifyType = 16424 // RFC 6467
	NotifyFragmentation         NotifyType = 16430 // RFC 7383
	NotifySignatureHashes       NotifyType = 16431 // RFC 7427
	NotifyPuzzle                NotifyType = 16434 // RFC 8019
	NotifyUsePPK                NotifyType = 16435 // RFC 8784
	NotifyPPKIdentity           NotifyType = 16436
	NotifyNoPPKAuth             NotifyType = 16437
	NotifyUseAggfrag            NotifyType = 16442 // RFC 9347
	NotifyResourceInfo          NotifyType = 16444 // RFC 9611
	NotifyUseBEETMode           NotifyType = 40961 // private to strongSwan; alone, without an SA payload, 3GPP's
	NotifyBackoffTimer          NotifyType = 41041 // 3GPP TS 24.302, section 8.1.2.2
	NotifyDeviceIdentity        NotifyType = 41101
	NotifyEmergencyNumbers      NotifyType = 41134
	NotifyNASIP4                NotifyType = 55502 // 3GPP TS 24.502, section 9.2.4
	NotifyNASIP6                NotifyType = 55503
	NotifyUPIP4                 NotifyType = 55504
	NotifyUPIP6                 NotifyType = 55505
)

#!/usr/bin/env bash
# IKE names an authority by another SHA-1 than the certificates that it issues.
#
# A certificate request payload has the SHA-1 of the authority's SubjectPublicKeyInfo
# (RFC 7296, section 3.7), the algorithm included. The AuthorityKeyIdentifier of a
# certificate has, by OpenSSL and by strongSwan's pki, the SHA-1 of the key's bits alone
# (RFC 5280, section 4.2.1.2, method 1). For one authority the two never compare equal:
# who looks for the issuer of a certificate among the authorities that a peer asks for
# has to compute the hash from the authority's certificate, or finds none.
set -euo pipefail
version=5.9.8-5+deb12u6

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
chmod 755 .
for package in strongswan-pki libstrongswan libstrongswan-standard-plugins; do
	apt-get download -qq "$package=$version" 2>/dev/null
done
for package in *.deb; do dpkg -x "$package" unpacked; done
mkdir plugins
cat >strongswan.conf <<CONF
pki {
  load = random nonce sha1 sha2 gmp pem pkcs1 pkcs8 pubkey x509
}
CONF
libraries=$(echo "$dir"/unpacked/usr/lib/ipsec)
pki() { STRONGSWAN_CONF=strongswan.conf LD_LIBRARY_PATH=$libraries unpacked/usr/bin/pki "$@"; }

openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 10 -subj /CN=CA 2>/dev/null
openssl req -newkey rsa:2048 -nodes -keyout gw.key -out gw.csr -subj /CN=gw 2>/dev/null
printf 'authorityKeyIdentifier = keyid:always\n' >extensions
openssl x509 -req -in gw.csr -CA ca.pem -CAkey ca.key -set_serial 1 -days 10 -extfile extensions -out gw.pem 2>/dev/null
pki --issue --cacert ca.pem --cakey ca.key --in gw.key --type priv --dn CN=gw --outform pem >gw2.pem

hex() { tr -d ':\n ' | tr A-F a-f; }
asked=$(openssl x509 -in ca.pem -noout -pubkey | openssl pkey -pubin -outform DER | sha1sum | cut -d' ' -f1)
bits=$(openssl x509 -in ca.pem -noout -pubkey | openssl rsa -pubin -RSAPublicKey_out -outform DER 2>/dev/null | sha1sum | cut -d' ' -f1)
identifier() { openssl x509 -in "$1" -noout -ext authorityKeyIdentifier | tail -n +2 | sed 's/keyid://' | hex; }

# What charon puts into a request is pki's keyid of the authority's key.
keyid=$(pki --print --in ca.pem --type x509 | sed -n 's/^ *keyid: *//p' | hex)

same() { if [ "$1" = "$2" ]; then echo yes; else echo no; fi; }
{
	echo "OpenSSL's AuthorityKeyIdentifier is of the key's bits: $(same "$(identifier gw.pem)" "$bits")"
	echo "strongSwan's AuthorityKeyIdentifier is of the key's bits: $(same "$(identifier gw2.pem)" "$bits")"
	echo "strongSwan's keyid is of the SubjectPublicKeyInfo: $(same "$keyid" "$asked")"
	echo "either is what a certificate request has: $(same "$(identifier gw.pem)" "$asked")"
} | tee seen
diff - seen <<'WANT'
OpenSSL's AuthorityKeyIdentifier is of the key's bits: yes
strongSwan's AuthorityKeyIdentifier is of the key's bits: yes
strongSwan's keyid is of the SubjectPublicKeyInfo: yes
either is what a certificate request has: no
WANT

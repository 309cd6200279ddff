// Package decrypt decrypts the messages of IKE SAs and verifies what proves their
// senders, with keys from any depth: the final ones, what these are derived from,
// or a Diffie-Hellman secret with a pre-shared key. It works on a Transcript, what
// the messages of an SA told of which keys are made; it knows no states, no
// addresses and no reports.
package decrypt

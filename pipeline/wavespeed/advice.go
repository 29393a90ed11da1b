package wavespeed

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"syscall"
)

// A remedy is what a person can do about one kind of connection that cannot be
// made.
type remedy struct {
	fits   func(error) bool
	advice string
}

// remedies are tried in this order.
var remedies = []remedy{
	{noSuchHost, "check the host in the base URL, and that this machine is online"},
	{isA[*net.DNSError], "names cannot be looked up now; check that this machine is online"},
	{is(syscall.ECONNREFUSED), "nothing listens there; check the host and port in the base URL"},
	{is(syscall.EMFILE), "raise the limit of open files (ulimit -n), or set --in-flight lower"},
	{isA[x509.UnknownAuthorityError], "nobody known here vouches for the server; if a proxy reads what is sent, add its authority to the system's (or name it in SSL_CERT_FILE)"},
	{expiredCertificate, "check this machine's clock; if it is right, the server has to renew its certificate"},
	{isA[x509.HostnameError], "another server answers under this name; check the host in the base URL"},
	{isA[tls.RecordHeaderError], "what answers there does not speak TLS; check the port in the base URL"},
	{is(errHandshake), "the server takes connections but does not answer; try later"},
	{noWay, "check that this machine is online, and whether it needs a proxy (HTTPS_PROXY)"},
}

// advice says what to do about a connection that was not made, "" where
// nothing is known.
func advice(err error) string {
	for _, r := range remedies {
		if r.fits(err) {
			return r.advice
		}
	}
	return ""
}

func is(target error) func(error) bool {
	return func(err error) bool { return errors.Is(err, target) }
}

func isA[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

func noSuchHost(err error) bool {
	e, ok := errors.AsType[*net.DNSError](err)
	return ok && e.IsNotFound
}

func expiredCertificate(err error) bool {
	e, ok := errors.AsType[x509.CertificateInvalidError](err)
	return ok && e.Reason == x509.Expired
}

// noWay fits what cannot be reached, or does not answer in time.
func noWay(err error) bool {
	e, ok := errors.AsType[net.Error](err)
	return ok && e.Timeout() || errors.Is(err, syscall.EHOSTUNREACH) || errors.Is(err, syscall.ENETUNREACH)
}

/**
 * Principals of a host's WinRM service, in the order in which they are asked for. HTTP is what every client of Windows asks for; where it is
 * nobody's, or a web application's own account took it, the host's own name is as good, and WSMAN is what WinRM registers for itself. A name
 * that the KDC does not know costs one question. The empty realm lets KDCs lead us to the host's (referrals), without asking DNS.
 */
export function serviceNames(address: string, spn: string | undefined): readonly string[] {
  const names =
    spn === undefined ? ['HTTP', 'host', 'WSMAN'].map((service) => `${service}/${address}`) : [spn];
  return names.map((name) => (name.includes('@') ? name : `${name}@`));
}

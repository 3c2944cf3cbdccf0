import type { Advice } from '../../model/remedy.ts';
import type { PathSizes } from './path-sizes.ts';

/** For one kind of device, from sizes and the peer that the check pings. Names in < > are the device's own, for a person to fill in. */
export type RouterLines = (sizes: PathSizes, peer: string) => Advice;

export const ciscoIos: RouterLines = ({ mtu, mss }, peer) => ({
  title: 'Cisco IOS and IOS XE',
  steps: [
    'interface <Tunnel0, or the interface towards the VPN>',
    ` ip mtu ${mtu}`,
    ` ip tcp adjust-mss ${mss}`,
    ' ip unreachables',
    'In access lists on the way: permit icmp any any packet-too-big',
  ],
  check: `ping ${peer} size ${mtu} df-bit succeeds, with size ${mtu + 1} it says M (could not fragment); show ip interface <Tunnel0> shows MTU is ${mtu} bytes`,
  undo: 'interface <Tunnel0>, then: no ip tcp adjust-mss, no ip mtu',
});

export const ciscoAsa: RouterLines = ({ mtu, mss }, peer) => ({
  title: 'Cisco ASA',
  steps: [
    `sysopt connection tcpmss ${mss}`,
    `mtu <outside> ${mtu}`,
    'icmp permit any unreachable <outside>',
    'access-list <of the outside interface> extended permit icmp any any unreachable',
  ],
  check: `show running-config all sysopt shows tcpmss ${mss}; ping -f -l ${mtu - 28} ${peer} from a Windows behind it succeeds`,
  undo: 'no sysopt connection tcpmss (back to 1380), mtu <outside> 1500, and the two permit lines with no in front',
});

export const linksysRv: RouterLines = ({ mtu, payload }, peer) => ({
  title: 'Linksys and Cisco RV (RV042, RV082, RV016)',
  steps: [
    `On both routers, in the settings of the WAN connection that carries the VPN: MTU Manual, ${mtu}, Save. Where the menu has it depends on the firmware (Setup, Network, or Firewall, General).`,
    'These routers cannot set the MSS, and say "too big" only while Firewall does not block WAN requests.',
  ],
  check: `ping -f -l ${payload} ${peer} from a Windows on either side succeeds; the VPN summary shows the tunnel as connected again`,
  undo: 'The same field back to Auto, or to the number that stood there.',
});

export const mikrotik: RouterLines = ({ mtu, mss }, peer) => ({
  title: 'MikroTik RouterOS',
  steps: [
    `/ip firewall mangle add chain=forward protocol=tcp tcp-flags=syn tcp-mss=${mss + 1}-65535 action=change-mss new-mss=${mss} passthrough=yes comment="setright path mtu"`,
    '/ip firewall filter add chain=forward protocol=icmp icmp-options=3:4 action=accept place-before=0 comment="setright path mtu"',
  ],
  check: `/ping ${peer} size=${mtu} do-not-fragment count=4 succeeds, size=${mtu + 1} says packet too large`,
  undo: '/ip firewall mangle remove [find comment="setright path mtu"] and /ip firewall filter remove [find comment="setright path mtu"]',
});

export const fortigate: RouterLines = ({ mtu, mss, payload }, peer) => ({
  title: 'FortiGate',
  steps: [
    'config firewall policy',
    ' edit <number of each policy into and out of the VPN>',
    `  set tcp-mss-sender ${mss}`,
    `  set tcp-mss-receiver ${mss}`,
    ' next',
    'end',
    `Where the line itself is narrower: config system interface, edit <wan1>, set mtu-override enable, set mtu ${mtu}, end`,
  ],
  check: `execute ping-options df-bit yes, execute ping-options data-size ${payload}, then execute ping ${peer} is answered`,
  undo: 'In the same policies: unset tcp-mss-sender, unset tcp-mss-receiver; of the interface: set mtu-override disable',
});

export const pfsense: RouterLines = ({ mtu, mss, payload }, peer) => ({
  title: 'pfSense and OPNsense',
  steps: [
    `Interfaces, the one that the VPN uses: MTU ${mtu}, MSS ${mtu} (the field takes the headers off by itself), Save, Apply.`,
    `pfSense with IPsec: VPN, IPsec, Advanced Settings: enable MSS clamping, Maximum MSS ${mss}.`,
    'Firewall, Rules: pass ICMP, subtype Destination Unreachable, and for IPv6 Packet Too Big.',
  ],
  check: `In its shell: ping -D -s ${payload} ${peer} is answered; pfctl -sa shows max-mss ${mss}`,
  undo: 'The same fields as they were, empty without a doubt; Save, Apply.',
});

export const vyos: RouterLines = ({ mtu, mss, mss6 }, peer) => ({
  title: 'VyOS',
  steps: [
    'configure',
    `set interfaces <tunnel tun0> mtu ${mtu}`,
    `set interfaces <tunnel tun0> ip adjust-mss ${mss}`,
    `set interfaces <tunnel tun0> ipv6 adjust-mss ${mss6}`,
    'commit',
    'Before VyOS 1.4 in place of the two lines with adjust-mss: set firewall options interface <tun0> adjust-mss with the same number.',
  ],
  check: `ping ${peer} do-not-fragment size ${mtu - 28} is answered; then: save`,
  undo: 'delete the lines that were set, commit; before save a restart does it too',
});

export const windowsRras: RouterLines = ({ mtu, payload }, peer) => ({
  title: 'Windows Server with Routing and Remote Access',
  steps: [
    'netsh interface ipv4 show subinterfaces',
    `netsh interface ipv4 set subinterface "<the VPN interface>" mtu=${mtu} store=active`,
    'netsh advfirewall firewall add rule name="Setright path MTU" dir=in action=allow protocol=icmpv4:3,4',
    'It cannot set the MSS of connections that it forwards: they depend on "too big" reaching their senders.',
  ],
  check: `ping -f -l ${payload} ${peer} succeeds; then the second line again with store=persistent`,
  undo: 'The second line with the MTU that the first one showed; netsh advfirewall firewall delete rule name="Setright path MTU"',
});

/** A table of its own: one line takes all of it away. */
export const linuxNftables: RouterLines = ({ mss, mss6, payload }, peer) => ({
  title: 'Linux with nftables',
  steps: [
    'nft add table inet setright_path_mtu',
    "nft 'add chain inet setright_path_mtu passing { type filter hook forward priority mangle; policy accept; }'",
    `nft 'add rule inet setright_path_mtu passing meta nfproto ipv4 tcp flags & (syn | rst) == syn tcp option maxseg size > ${mss} tcp option maxseg size set ${mss}'`,
    `nft 'add rule inet setright_path_mtu passing meta nfproto ipv6 tcp flags & (syn | rst) == syn tcp option maxseg size > ${mss6} tcp option maxseg size set ${mss6}'`,
    'Rules that drop icmp type destination-unreachable code frag-needed, or icmpv6 packet-too-big, have to go: nft -a list ruleset shows them.',
  ],
  check: `nft list table inet setright_path_mtu; a large transfer passes; once "too big" passes too, ping -M do -s ${payload + 1} ${peer} says so instead of nothing`,
  undo: 'nft delete table inet setright_path_mtu',
});

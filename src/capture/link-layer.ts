/** LINKTYPE_ numbers of tcpdump.org. */
const NULL = 0;
const ETHERNET = 1;
const PPP = 9;
const RAW_NUMBERS = new Set([12, 14, 101, 228, 229]);
const LOOP = 108;
const LINUX_COOKED = 113;
const LINUX_COOKED_2 = 276;

const VLAN_TAGS = new Set([0x8100, 0x88a8, 0x9100]);
const PPPOE_SESSION = 0x8864;
const MOST_TAGS = 8;

/** The IP packet in a frame; undefined when there is none, or the link type is none of those read here. */
export function ipInFrame(linkType: number, frame: Buffer): Buffer | undefined {
  if (RAW_NUMBERS.has(linkType)) return ipAt(frame, 0);
  switch (linkType) {
    case ETHERNET:
      return ofEtherType(frame, 12);
    case LINUX_COOKED:
      return ofEtherType(frame, 14);
    case LINUX_COOKED_2:
      return frame.length < 20 ? undefined : isIpType(frame.readUInt16BE(0)) ? ipAt(frame, 20) : undefined;
    case NULL:
    case LOOP:
      return ipAt(frame, 4);
    case PPP:
      return ofPpp(frame, frame.length > 1 && frame.readUInt16BE(0) === 0xff03 ? 2 : 0);
    default:
      return;
  }
}

const isIpType = (type: number): boolean => type === 0x0800 || type === 0x86dd;

/** `at`: where the type lies; behind it tags of virtual networks, 802.2 SNAP or PPPoE may stand before the packet. */
function ofEtherType(frame: Buffer, at: number): Buffer | undefined {
  let where = at;
  for (let tags = 0; tags < MOST_TAGS && where + 2 <= frame.length; tags += 1) {
    const type = frame.readUInt16BE(where);
    if (isIpType(type)) return ipAt(frame, where + 2);
    if (VLAN_TAGS.has(type)) where += 4;
    else if (type === PPPOE_SESSION) return ofPpp(frame, where + 8);
    else if (type < 0x600 && isSnap(frame, where + 2)) where += 8;
    else return;
  }
  return;
}

const isSnap = (frame: Buffer, at: number): boolean =>
  at + 8 <= frame.length && frame.readUIntBE(at, 6) === 0xaaaa03000000;

const ofPpp = (frame: Buffer, at: number): Buffer | undefined =>
  at + 2 <= frame.length && [0x0021, 0x0057].includes(frame.readUInt16BE(at))
    ? ipAt(frame, at + 2)
    : undefined;

function ipAt(frame: Buffer, at: number): Buffer | undefined {
  const version = (frame[at] ?? 0) >> 4;
  return version === 4 || version === 6 ? frame.subarray(at) : undefined;
}

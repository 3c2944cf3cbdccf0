/** What Kerberos' numbers mean to a person, and the next move (error tables krb5 and k5g, the same in MIT and Heimdal). */
import { printable, shortened } from '../../../model/printable.ts';
import { NoTicketError } from '../failures.ts';
import type { CredentialSource } from './credential-source.ts';
import type { GssFailure } from './gssapi.ts';

const FIRST = -1765328384;

/** Offsets below 128 are KDCs' and hosts' own codes (RFC 4120, 7.5.9); those above are the library's. */
const Code = {
  clientExpired: FIRST + 1,
  unknownClient: FIRST + 6,
  unknownService: FIRST + 7,
  noCommonType: FIRST + 14,
  revoked: FIRST + 18,
  passwordExpired: FIRST + 23,
  wrongKey: FIRST + 24,
  badIntegrity: FIRST + 31,
  expired: FIRST + 32,
  notYetValid: FIRST + 33,
  notUs: FIRST + 35,
  skew: FIRST + 37,
  modified: FIRST + 41,
  noKey: FIRST + 45,
  cacheEmpty: FIRST + 141,
  replySkew: FIRST + 148,
  typeNotHere: FIRST + 150,
  realmUnknown: FIRST + 154,
  unreachable: FIRST + 156,
  badType: FIRST + 188,
  noCache: FIRST + 195,
  keyRefused: FIRST + 210,
  noDefaultRealm: FIRST + 224,
  typesNotConfigured: FIRST + 237,
  otherPrincipal: 39756032,
} as const;

/** GSS_S_NO_CRED and GSS_S_CREDENTIALS_EXPIRED: for those Heimdal has no number of Kerberos. */
const routineErrors: Readonly<Partial<Record<number, number>>> = { 7: Code.noCache, 11: Code.expired };

const codeOf = ({ major, minor }: GssFailure): number =>
  minor === 0 ? (routineErrors[(major >>> 16) & 0xff] ?? 0) : minor;

/** The KDC knows no such service: another name for the same one may do. */
export const isUnknownService = (failure: GssFailure): boolean => codeOf(failure) === Code.unknownService;
export const isExpired = (failure: GssFailure): boolean => codeOf(failure) === Code.expired;
/** Anything else may go better the next time: a ticket is there, a KDC answers. */
export const countsTowardsLock = (failure: GssFailure): boolean =>
  [Code.wrongKey, Code.badIntegrity, Code.keyRefused].some((code) => code === codeOf(failure));

export interface Asked {
  readonly source: CredentialSource;
  /** Principals that were asked for, in order; none while it is about our own tickets. */
  readonly services: readonly string[];
}

type Words = readonly [why: string, move: string];

export function explained(failure: GssFailure, { source, services }: Asked): NoTicketError {
  const who = source.principal === '' ? 'the account' : printable(source.principal);
  const named = services.map((service) => printable(service).replace(/@$/, '')).join(', ');
  const known: ReadonlyMap<number, Words> = new Map([
    ...ours(source, who),
    ...theirs(named, who),
    ...around(who),
  ]);
  const [why, move] = known.get(codeOf(failure)) ?? [
    shortened(printable(failure.message), 300),
    `This is Kerberos error ${failure.minor}; \`KRB5_TRACE=/dev/stderr\` before the command shows what was asked and answered.`,
  ];
  return new NoTicketError(why, move, { cause: failure });
}

function ours(source: CredentialSource, who: string): readonly (readonly [number, Words])[] {
  const nothing: Words =
    source.from === 'keytab'
      ? [
          `the keytab ${source.keytab} holds no key of ${who}`,
          `\`klist -k ${source.keytab}\` lists what it holds.`,
        ]
      : [
          `there is no Kerberos ticket${source.from === 'ccache' && source.ccache !== undefined ? ` in ${source.ccache}` : ''}`,
          `Log in with \`kinit ${source.principal || 'USER@REALM'}\`, or set keytab or password of the transport.`,
        ];
  const wrong: Words =
    source.from === 'keytab'
      ? [
          `the KDC refuses the key of ${who} in ${source.keytab}`,
          'The password was changed after the keytab was made: make a new one.',
        ]
      : [`the KDC refuses the password of ${who}`, 'Check it; it was tried once.'];
  return [
    [Code.cacheEmpty, nothing],
    [Code.noCache, nothing],
    [
      Code.otherPrincipal,
      [`the tickets there are not ${who}'s`, `Log in with \`kinit ${who}\`, or leave out user.`],
    ],
    [
      Code.expired,
      [
        'the Kerberos ticket has expired',
        `Log in again with \`kinit${source.principal && ` ${source.principal}`}\`.`,
      ],
    ],
    [Code.wrongKey, wrong],
    [Code.badIntegrity, wrong],
    [Code.keyRefused, wrong],
  ];
}

const theirs = (named: string, who: string): readonly (readonly [number, Words])[] => {
  const otherKey: Words = [
    `the host cannot read the ticket for ${named}`,
    'That service name belongs to another account, or the host has joined the domain anew: `setspn -Q` on the name shows whose it is. Set spn ' +
      'to another name of the host (host/NAME, WSMAN/NAME).',
  ];
  return [
    [
      Code.unknownService,
      [
        `the KDC knows none of the service names ${named}`,
        "Set address to the host's full DNS name, or spn to one that `setspn -L COMPUTER` lists.",
      ],
    ],
    [
      Code.unknownClient,
      [`the KDC knows no account ${who}`, 'Write user as NAME@REALM; the realm is the domain in upper case.'],
    ],
    [Code.clientExpired, [`the account ${who} has expired`, 'Have it renewed in the domain.']],
    [Code.revoked, [`the account ${who} is locked or disabled`, 'Have it unlocked in the domain.']],
    [Code.passwordExpired, [`the password of ${who} has expired`, 'Change it (`kpasswd`), then try again.']],
    [Code.notUs, otherKey],
    [Code.modified, otherKey],
    [Code.noKey, otherKey],
  ];
};

const around = (who: string): readonly (readonly [number, Words])[] => {
  const clocks: Words = [
    'the clocks of this machine, the KDC and the host differ by more than 5 minutes',
    'Set the one that is wrong: `w32tm /resync` on Windows, `chronyc makestep` here.',
  ];
  const types: Words = [
    'the KDC, the host and this machine share no encryption type',
    `Give ${who} and the host's computer account AES keys (msDS-SupportedEncryptionTypes; a password set anew makes them), or look at ` +
      'permitted_enctypes in krb5.conf.',
  ];
  return [
    [Code.skew, clocks],
    [Code.notYetValid, clocks],
    [Code.replySkew, clocks],
    [Code.noCommonType, types],
    [Code.typeNotHere, types],
    [Code.badType, types],
    [Code.typesNotConfigured, types],
    [
      Code.unreachable,
      [
        'no KDC of the realm answered',
        'Check the VPN and port 88 on the way, `_kerberos._tcp.REALM` in DNS, and [realms] in krb5.conf.',
      ],
    ],
    [
      Code.realmUnknown,
      [
        'nothing says where the KDCs of the realm are',
        'A realm is the domain in upper case (ann@CORP.EXAMPLE). DNS has to know `_kerberos._tcp.REALM`, or [realms] in krb5.conf has to name a kdc.',
      ],
    ],
    [
      Code.noDefaultRealm,
      [
        'krb5.conf names no default realm',
        'Write user as NAME@REALM, or set default_realm in /etc/krb5.conf.',
      ],
    ],
  ];
};

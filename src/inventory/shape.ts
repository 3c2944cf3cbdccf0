import { z } from 'zod';

/**
 * The shape of an inventory file, once: the loader validates with it, the JSON Schema for editors is generated from it, and what
 * each property is for stands as a comment in `inventory/example.yaml`. Every `error` here is the "expected" half of a message.
 * Patterns have no flags: JSON Schema knows none, and an editor would refuse what the loader takes.
 */

const expecting = (expected: string) => ({ error: expected });
const text = z.string(expecting('text')).min(1, expecting('text that is not empty'));
const trueOnly = z.literal(true, expecting('true, or nothing at all'));

/** Host and group names: they become file names and stand on the command line beside globs and `!`. */
const memberName = z
  .string()
  .max(253, expecting('a name of at most 253 characters'))
  .regex(
    /^(?!\d+$)(?![Aa][Ll][Ll]$)[A-Za-z0-9][A-Za-z0-9._-]*$/,
    expecting('a name of letters, digits, ".", "_" and "-" that is neither a number nor the word all'),
  );

const variableName = z
  .string()
  .regex(
    /^(?!name$)[A-Za-z][A-Za-z0-9_-]*$/,
    expecting('a name of letters, digits, "_" and "-" that is not name (the host\'s own name)'),
  );

const remedyName = z
  .string()
  .regex(
    /^(?!stated-states$)[a-z][a-z0-9-]*$/,
    expecting('the name of a remedy (what states: is for is stated there)'),
  );

const credential = z
  .strictObject({
    env: z
      .string(expecting('the name of an environment variable'))
      .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, expecting('the name of an environment variable'))
      .optional(),
    file: text.optional(),
    prompt: z
      .string(expecting('the question to ask, as text'))
      .min(1, expecting('the question to ask'))
      .optional(),
  })
  .refine(
    (reference) => Object.keys(reference).length === 1,
    expecting('exactly one of env, file and prompt'),
  )
  .meta({ id: 'credential', minProperties: 1, maxProperties: 1 });

const endpoint = {
  port: z
    .int(expecting('a port number from 1 to 65535'))
    .min(1, expecting('a port number from 1 to 65535'))
    .max(65535, expecting('a port number from 1 to 65535'))
    .optional(),
  user: text.optional(),
  agent: z.boolean(expecting('true or false')).optional(),
  key: text.optional(),
  passphrase: credential.optional(),
  password: credential.optional(),
};

const serviceName = 'a service name: HTTP/NAME, or HTTP/NAME@REALM';
const certificateFingerprint = 'the SHA-256 fingerprint of a certificate: 64 hexadecimal digits';

export const transportShape = z
  .strictObject({
    type: z
      .enum(
        ['ssh', 'winrm', 'local', 'command', 'simulated'],
        expecting('ssh, winrm, local, command or simulated'),
      )
      .optional(),
    ...endpoint,
    via: z
      .array(z.strictObject({ address: text, ...endpoint }), expecting('a list of jump hosts'))
      .optional(),
    knownHosts: text.optional(),
    narrow: z.boolean(expecting('true or false')).optional(),
    https: z.boolean(expecting('true or false')).optional(),
    auth: z
      .enum(
        ['negotiate', 'kerberos', 'basic', 'certificate'],
        expecting('negotiate, kerberos, basic or certificate'),
      )
      .optional(),
    spn: z
      .string(expecting(serviceName))
      .regex(/^[A-Za-z][A-Za-z0-9-]*\/[^\s/@\\]+(@[^\s/@\\]+)?$/, expecting(serviceName))
      .optional(),
    keytab: text.optional(),
    ccache: text.optional(),
    ca: text.optional(),
    fingerprint: z
      .string(expecting(certificateFingerprint))
      .regex(/^([Ss][Hh][Aa]256:)?[0-9A-Fa-f]{2}(:?[0-9A-Fa-f]{2}){31}$/, expecting(certificateFingerprint))
      .optional(),
    certificate: text.optional(),
    native: z.boolean(expecting('true or false')).optional(),
    proxy: z
      .strictObject(
        {
          address: text.optional(),
          port: endpoint.port,
          user: text.optional(),
          password: credential.optional(),
        },
        expecting('a mapping with the address of the proxy, or {} for none'),
      )
      .optional(),
    executable: text.optional(),
    argv: z
      .array(text, expecting('a list: the program, then its arguments'))
      .min(1, expecting('a list with at least a program'))
      .optional(),
    state: text.optional(),
  })
  .meta({ id: 'transport' });

/** A whole number, or a variable that has to be one once it is put in. */
const numberOrVariable = (expected: string, least: number, most: number) =>
  [
    z.int(expecting(expected)).min(least, expecting(expected)).max(most, expecting(expected)),
    z.string().regex(/^\$\{[^{}]*\}$/, expecting(expected)),
  ] as const;
const wholeNumber = (expected: string, least: number, most: number) =>
  z.union(numberOrVariable(expected, least, most), expecting(expected));

const startOf =
  'auto, delayed, manual or disabled for a service, the first port from 1025 to 65281 for ports';
const startTypes = z.enum(['auto', 'delayed', 'manual', 'disabled'], expecting(startOf));
const qword = 'a whole number, above 2^53 in quotes';
export const stateShape = z
  .strictObject({
    registry: text.optional(),
    users: text.optional(),
    'default-profile': trueOnly.optional(),
    name: z.string(expecting("text ('' is the key's default value)")).optional(),
    view: z.literal([32, 64], expecting('32 or 64')).optional(),
    dword: wholeNumber('a whole number from 0 to 4294967295', 0, 0xffffffff).optional(),
    qword: z
      .union(
        [z.int(expecting(qword)).min(0, expecting(qword)), z.string().min(1, expecting(qword))],
        expecting(qword),
      )
      .optional(),
    string: z.string(expecting('text (put it in quotes)')).optional(),
    'expand-string': z.string(expecting('text (put it in quotes)')).optional(),
    'multi-string': z
      .array(z.string(expecting('text (put it in quotes)')), expecting('a list of texts'))
      .optional(),
    binary: z.string(expecting('hexadecimal digits (put them in quotes)')).optional(),
    none: z.string(expecting('hexadecimal digits (put them in quotes)')).optional(),
    absent: trueOnly.optional(),
    service: text.optional(),
    status: z.enum(['running', 'stopped'], expecting('running or stopped')).optional(),
    ports: z
      .enum(
        ['ipv4/tcp', 'ipv4/udp', 'ipv6/tcp', 'ipv6/udp'],
        expecting('ipv4/tcp, ipv4/udp, ipv6/tcp or ipv6/udp'),
      )
      .optional(),
    start: z.union([startTypes, ...numberOrVariable(startOf, 1025, 65281)], expecting(startOf)).optional(),
    number: wholeNumber('a number of ports from 255 to 64511', 255, 64511).optional(),
    mtu: wholeNumber('a whole number from 576 to 65535', 576, 65535).optional(),
    interface: wholeNumber('the index of an interface, a whole number above 0', 1, 0xffffffff).optional(),
    family: z.enum(['ipv4', 'ipv6'], expecting('ipv4 or ipv6')).optional(),
    restart: text.optional(),
    reboot: trueOnly.optional(),
    closed: z
      .string(expecting('the name of a program, as OUTLOOK.EXE'))
      .regex(/^[^\\/:*?"<>|]+$/, expecting('the name of a program, as OUTLOOK.EXE'))
      .optional(),
    sensitive: trueOnly.optional(),
    reason: text,
  })
  .meta({
    id: 'state',
    oneOf: [
      { required: ['registry', 'name'] },
      { required: ['users', 'name'] },
      { required: ['service'] },
      { required: ['ports', 'start', 'number'] },
      { required: ['mtu', 'interface', 'family'] },
    ],
  });

const parameters = z.record(z.string(), z.unknown(), expecting('a mapping of parameters'));

const member = z
  .strictObject({
    groups: z.array(text, expecting('a list of group names')).optional(),
    address: text.optional(),
    transport: transportShape.optional(),
    variables: z.record(variableName, z.unknown(), expecting('a mapping of names to values')).optional(),
    remedies: z
      .record(remedyName, parameters.nullable(), expecting('a mapping of remedies to their parameters'))
      .optional(),
    states: z.array(stateShape, expecting('a list of states')).optional(),
  })
  .meta({ id: 'member' });

const members = (what: string) => z.record(memberName, member.nullable(), expecting(what));

export const inventoryShape = z.strictObject(
  {
    groups: members('a mapping of groups, each under its name').optional(),
    hosts: members('a mapping of hosts, each under its name'),
  },
  { error: (issue) => (issue.code === 'invalid_type' ? 'a mapping with hosts' : undefined) },
);

export type InventoryFile = z.infer<typeof inventoryShape>;
export type MemberEntry = z.infer<typeof member>;
export type TransportEntry = z.infer<typeof transportShape>;
export type CredentialEntry = z.infer<typeof credential>;
export type StateEntry = z.infer<typeof stateShape>;

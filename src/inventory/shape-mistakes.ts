import { z } from 'zod';
import { isPlainObject } from '../model/json.ts';
import { didYouMean } from '../model/nearest.ts';
import { type Mistake, quoted } from './mistake.ts';
import { cureForSecret, isHushed, plainSecrets } from './plain-secrets.ts';
import { inventoryShape } from './shape.ts';
import type { Path, YamlSource } from './yaml-source.ts';

/** Everything about the file's shape that is not as `shape.ts` says, plain-text credentials first. */
export function shapeMistakes(source: YamlSource, error: z.ZodError | undefined): readonly Mistake[] {
  const secrets = plainSecrets(source.data);
  const refused = new Set(secrets.map((path) => JSON.stringify(path)));
  return [
    ...secrets.map((path) => ({ at: source.keyAt(path), text: cureForSecret(path) })),
    ...(error?.issues ?? [])
      .filter((issue) => !refused.has(JSON.stringify(issue.path)))
      .flatMap((issue) => mistakesOf(source, issue)),
  ];
}

function mistakesOf(source: YamlSource, issue: z.core.$ZodIssue): readonly Mistake[] {
  const path = issue.path as Path;
  const where = placeName(path);
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(path);
    return issue.keys.map((key) => ({
      at: source.keyAt([...path, key]),
      text: `${where}: found ${quoted(key)}, expected one of ${known.join(', ')}${mergeKey(key) || didYouMean(key, known)}`,
    }));
  }
  if (issue.code === 'invalid_key')
    return [
      {
        at: source.keyAt(path),
        text: `${placeName(path.slice(0, -1))}: found the name ${quoted(path.at(-1))}, expected ${issue.issues[0]?.message}`,
      },
    ];
  const found = dataAt(source.data, path);
  const expected =
    issue.code === 'invalid_type' && issue.message.startsWith('Invalid')
      ? nounOf(issue.expected)
      : issue.message;
  if (found === undefined && path.length > 0)
    return [
      {
        at: source.keyAt(path.slice(0, -1)),
        text: `${placeName(path.slice(0, -1))}: found no ${String(path.at(-1))}, expected ${expected}; add ${String(path.at(-1))}:`,
      },
    ];
  const cure = expected.startsWith('text') && isBare(found) ? '; put it in quotes' : '';
  return [
    {
      at: source.valueAt(path),
      text: `${where}: found ${foundName(found, path)}, expected ${expected}${cure}`,
    },
  ];
}

/** `host EX01, transport.port`, for people; the top of the file is `the inventory`. */
export function placeName(path: Path): string {
  const [section, name, ...rest] = path;
  if (section === undefined) return 'the inventory';
  if (name === undefined) return String(section);
  const owner = `${section === 'groups' ? 'group' : 'host'} ${name}`;
  const place = rest.map((step) => (typeof step === 'number' ? `[${step + 1}]` : `.${step}`)).join('');
  return rest.length === 0 ? owner : `${owner}, ${place.slice(1)}`;
}

function foundName(value: unknown, path: Path): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (isPlainObject(value)) return 'a mapping';
  const kind = typeof value === 'string' ? 'the text' : typeof value === 'number' ? 'the number' : 'the word';
  return isHushed(path) ? 'a value that is not shown' : `${kind} ${quoted(value)}`;
}

/** Text that YAML reads as something else unless it is quoted. */
const isBare = (value: unknown): boolean => typeof value === 'number' || typeof value === 'boolean';

const nounOf = (expected: string): string =>
  ({ object: 'a mapping', record: 'a mapping', array: 'a list', string: 'text' })[expected] ?? expected;

const mergeKey = (key: string): string =>
  key === '<<' ? '; merge keys are not read here, put what is shared into a group' : '';

function dataAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => {
    if (Array.isArray(value)) return value[Number(step)];
    return isPlainObject(value) && Object.hasOwn(value, step) ? value[String(step)] : undefined;
  }, data);
}

/** The properties that the shape knows at a place, for "expected one of". */
function knownKeys(path: Path): readonly string[] {
  let shape: unknown = inventoryShape;
  const bare = (): unknown => {
    while (shape instanceof z.ZodOptional || shape instanceof z.ZodNullable) shape = shape.unwrap();
    return shape;
  };
  for (const step of path) {
    bare();
    if (shape instanceof z.ZodObject) shape = shape.shape[String(step)];
    else if (shape instanceof z.ZodRecord) shape = shape.valueType;
    else if (shape instanceof z.ZodArray) shape = shape.element;
  }
  bare();
  return shape instanceof z.ZodObject ? Object.keys(shape.shape) : [];
}

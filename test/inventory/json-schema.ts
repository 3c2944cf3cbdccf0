import { isPlainObject } from '../../src/model/json.ts';

type Schema = Readonly<Record<string, unknown>>;
type Judge = (wanted: never, value: unknown, within: (schema: unknown, value: unknown) => boolean) => boolean;

const isText = (value: unknown): value is string => typeof value === 'string';
const sizeOf = (value: unknown): number => (isPlainObject(value) ? Object.keys(value).length : 0);
const types: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isPlainObject,
  array: Array.isArray,
  string: isText,
  number: (value) => typeof value === 'number',
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
};

/** The keywords of JSON Schema (2020-12) that the inventory's uses; like an editor's, none looks at values of another type. */
const keywords: Readonly<Record<string, Judge>> = {
  type: (name: string, value) => types[name]?.(value) ?? false,
  const: (wanted: unknown, value) => value === wanted,
  enum: (wanted: readonly unknown[], value) => wanted.includes(value),
  pattern: (source: string, value) => !isText(value) || new RegExp(source, 'u').test(value),
  minLength: (least: number, value) => !isText(value) || value.length >= least,
  maxLength: (most: number, value) => !isText(value) || value.length <= most,
  minimum: (least: number, value) => typeof value !== 'number' || value >= least,
  maximum: (most: number, value) => typeof value !== 'number' || value <= most,
  minItems: (least: number, value) => !Array.isArray(value) || value.length >= least,
  items: (schema: Schema, value, within) =>
    !Array.isArray(value) || value.every((item) => within(schema, item)),
  minProperties: (least: number, value) => !isPlainObject(value) || sizeOf(value) >= least,
  maxProperties: (most: number, value) => !isPlainObject(value) || sizeOf(value) <= most,
  required: (names: readonly string[], value) =>
    !isPlainObject(value) || names.every((name) => Object.hasOwn(value, name)),
  propertyNames: (schema: Schema, value, within) =>
    !isPlainObject(value) || Object.keys(value).every((name) => within(schema, name)),
  properties: (schemas: Schema, value, within) =>
    !isPlainObject(value) ||
    Object.entries(schemas).every(
      ([name, schema]) => !Object.hasOwn(value, name) || within(schema, value[name]),
    ),
  anyOf: (schemas: readonly Schema[], value, within) => schemas.some((schema) => within(schema, value)),
  oneOf: (schemas: readonly Schema[], value, within) =>
    schemas.filter((schema) => within(schema, value)).length === 1,
};
const aboutTheSchema = ['$schema', '$comment', '$defs', 'title', 'description', 'default'];

/** Whether an editor that knows this schema would accept the data. Throws for a keyword it does not know: none is passed over. */
export function fitsSchema(root: Schema, data: unknown): boolean {
  const within = (schema: unknown, value: unknown): boolean => {
    if (typeof schema === 'boolean') return schema;
    if (!isPlainObject(schema)) throw new Error(`no schema: ${JSON.stringify(schema)}`);
    return Object.entries(schema).every(([keyword, wanted]) => {
      if (aboutTheSchema.includes(keyword)) return true;
      if (keyword === '$ref') return within(definition(root, String(wanted)), value);
      if (keyword === 'additionalProperties') return othersFit(schema, value, within);
      const judge = keywords[keyword];
      if (!judge) throw new Error(`a keyword that is not known here: ${keyword}`);
      return judge(wanted as never, value, within);
    });
  };
  return within(root, data);
}

function definition({ $defs }: Schema, reference: string): unknown {
  const name = reference.replace('#/$defs/', '');
  if (!isPlainObject($defs) || !Object.hasOwn($defs, name)) throw new Error(`no definition: ${reference}`);
  return $defs[name];
}

function othersFit(schema: Schema, value: unknown, within: Parameters<Judge>[2]): boolean {
  if (!isPlainObject(value)) return true;
  const known = isPlainObject(schema.properties) ? schema.properties : {};
  return Object.entries(value).every(
    ([name, member]) => Object.hasOwn(known, name) || within(schema.additionalProperties, member),
  );
}

import type { Json, JsonObject } from '../model/json.ts';
import { isPlainObject } from '../model/json.ts';
import { didYouMean } from '../model/nearest.ts';

const reference = /\$\$\{|\$\{([^{}]*)\}|\$\{/g;
const alone = /^\$\{([^{}]*)\}$/;

/** Whether a value differs from host to host. */
export function usesVariables(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('${');
  if (Array.isArray(value)) return value.some(usesVariables);
  return isPlainObject(value) && Object.values(value).some(usesVariables);
}

/**
 * Puts variables in: `${site}` inside text becomes the variable's text; a text that is nothing but `${site}` becomes its value,
 * whatever its type; `$${` stands for `${` itself. The result is data and is not looked at again: a variable's value that holds
 * `${` stays as it is. Calls `refuse` for every reference that cannot be followed.
 */
export function withVariables(value: Json, variables: JsonObject, refuse: (why: string) => void): Json {
  if (typeof value === 'string') return inText(value, variables, refuse);
  if (Array.isArray(value)) return value.map((item: Json) => withVariables(item, variables, refuse));
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value as JsonObject).map(([key, member]) => [
      key,
      withVariables(member, variables, refuse),
    ]),
  );
}

function inText(text: string, variables: JsonObject, refuse: (why: string) => void): Json {
  const followed = (name: string): Json => {
    if (Object.hasOwn(variables, name)) return variables[name] ?? null;
    refuse(
      `found the variable \${${name}} that this host does not have${didYouMean(name, Object.keys(variables))}`,
    );
    return '';
  };
  const whole = alone.exec(text)?.[1];
  if (whole !== undefined) return followed(whole);
  return text.replace(reference, (found, name: string | undefined) => {
    if (found === '$${') return '${';
    if (name === undefined) {
      refuse(
        'found the beginning of a variable, $ and {, without its }; double the $ for the characters themselves',
      );
      return '';
    }
    const value = followed(name);
    if (value !== null && typeof value !== 'object') return String(value);
    refuse(`found the variable \${${name}} inside text, but it holds no text, number or true or false`);
    return '';
  });
}

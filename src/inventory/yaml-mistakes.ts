/** What to do about the mistakes of YAML itself that people make in inventories; the library names the rest well enough. */
const cures: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'found a tab, expected spaces; YAML is indented with spaces only',
  BAD_DQ_ESCAPE:
    "found a backslash in double quotes, where it begins an escape; put paths in single quotes: 'HKLM\\SOFTWARE\\...'",
  MULTIPLE_DOCS: 'found a second YAML document, expected one; remove the --- between them',
  BAD_ALIAS: 'found an alias (*) of nothing; text that begins with * needs quotes',
  TAG_RESOLVE_FAILED: 'found a YAML tag (!); an inventory has none, and text that begins with ! needs quotes',
  NON_STRING_KEY: 'found a key that is not text; quote what has { or [ in it',
};

/**
 * The library's messages can hold a piece of the line (the name of an unknown alias, an unexpected scalar): an unquoted password
 * that begins with `*` must not come back in one.
 */
export function syntaxMistake(code: string, message: string, line: string): string {
  const cure = cures[code];
  if (cure) return cure;
  if (/pass|secret|token|key/i.test(line))
    return 'this line is no valid YAML (not shown, it may hold a credential)';
  const [first] = message.split('\n');
  return `this is no valid YAML: ${first}`;
}

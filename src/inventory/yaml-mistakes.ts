/** One way of going wrong in YAML: how the library names it, and what to tell whoever wrote the file. */
interface Cure {
  readonly code: string;
  /** Where one code stands for several mistakes. */
  readonly message?: RegExp;
  readonly text: string;
}

const nameAlone = 'found a name without a colon and a space behind it, expected NAME: and what belongs to it';

/** What people get wrong in inventories; the library names the rest well enough. */
const cures: readonly Cure[] = [
  { code: 'TAB_AS_INDENT', text: 'found a tab, expected spaces; YAML is indented with spaces only' },
  {
    code: 'BAD_DQ_ESCAPE',
    text: "found a backslash in double quotes, where it begins an escape; put paths in single quotes: 'HKLM\\SOFTWARE\\...'",
  },
  { code: 'MULTIPLE_DOCS', text: 'found a second YAML document, expected one; remove the --- between them' },
  { code: 'BAD_ALIAS', text: 'found an alias (*) of nothing; text that begins with * needs quotes' },
  {
    code: 'TAG_RESOLVE_FAILED',
    text: 'found a YAML tag (!); an inventory has none, and text that begins with ! needs quotes',
  },
  { code: 'NON_STRING_KEY', text: 'found a key that is not text; quote what has { or [ in it' },
  {
    code: 'BAD_INDENT',
    message: /start at the same column/,
    text: 'found a line that begins in another column than those beside it, expected the same number of spaces before all of them',
  },
  {
    code: 'BAD_INDENT',
    message: /end with a \}/,
    text: 'found no } for a { before this place, expected one; or leave the braces out and indent instead',
  },
  {
    code: 'BAD_INDENT',
    message: /end with a \]/,
    text: 'found no ] for a [ before this place, expected one',
  },
  {
    code: 'BLOCK_IN_FLOW',
    text: 'found no comma between two settings inside { } or [ ], expected one',
  },
  { code: 'MULTILINE_IMPLICIT_KEY', text: nameAlone },
  { code: 'MISSING_CHAR', message: /followed by map values/, text: nameAlone },
  {
    code: 'BLOCK_AS_IMPLICIT_KEY',
    text: 'found a second colon in one line, expected one; text that holds a colon and a space needs quotes',
  },
  {
    code: 'BAD_SCALAR_START',
    text: 'found text that begins with %, @ or a backtick, which needs quotes; put it in single quotes',
  },
  {
    code: 'MISSING_CHAR',
    message: /closing ['"]quote/,
    text: 'found a quote that nothing closes, expected the same quote again at the end of the text',
  },
  {
    code: 'UNEXPECTED_TOKEN',
    message: /at node end/,
    text: "found something behind the end of a text or list, expected a new line; a quote inside single quotes is written twice: 'it''s'",
  },
  {
    code: 'UNEXPECTED_TOKEN',
    message: /flow-(map|seq)-end/,
    text: 'found a } or ] that closes nothing, expected none; take it out',
  },
];

/**
 * The library's messages can hold a piece of the line (the name of an unknown alias, an unexpected scalar): an unquoted password
 * that begins with `*` must not come back in one.
 */
export function syntaxMistake(code: string, message: string, line: string): string {
  const cure = cures.find((each) => each.code === code && (each.message?.test(message) ?? true));
  if (cure) return cure.text;
  if (/pass|secret|token|key/i.test(line))
    return 'found a line that is no valid YAML (not shown, it may hold a credential); put its text in single quotes';
  const [first] = message.split('\n');
  return `found what is no valid YAML: ${first}`;
}

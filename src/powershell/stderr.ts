/**
 * Windows PowerShell may write its errors as XML (`#< CLIXML`) however it was started. Gives the messages as plain text;
 * what is not CLIXML is passed on as it is.
 */
export function readStderr(text: string): string {
  if (!text.includes('#< CLIXML')) return text;
  const around = text.replace(/#< CLIXML\s*/g, '').replace(/<Objs\b[\s\S]*?(?:<\/Objs>|$)/g, '');
  const messages = [...text.matchAll(/<S S="(?:Error|Warning)">([\s\S]*?)<\/S>/g)].map(
    (match) => match[1] ?? '',
  );
  return `${messages.map(readCliText).join('')}${around.trim() === '' ? '' : around}`;
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** XML's entities first, then PowerShell's own `_x000A_` for a UTF-16 code unit. */
const readCliText = (text: string): string =>
  text
    .replace(/&(lt|gt|amp|quot|apos);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .replace(/_x([0-9A-Fa-f]{4})_/g, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

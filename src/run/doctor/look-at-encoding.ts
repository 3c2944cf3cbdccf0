import { bad, type Check, good } from '../../model/diagnosis.ts';
import type { Session } from '../connect/session.ts';
import type { RunContext } from '../context.ts';

/** What readers on the way are known to spoil, and who does: each is sent by itself and has to come back as it went. */
const samples: Readonly<Record<string, string>> = {
  'letters of Western code pages': 'äöüß éèê ñ Å ø § ° €',
  'letters of other scripts': 'Ωмир שלום 漢字 ไทย',
  'characters of two code units': '😀𝄞👩‍💻',
  'a letter in two pieces (é), which some compose': 'e\u0301',
  'controls and line ends': '\u0000\u0007\u001b[31m\t\r\n\n\u0085\u2028\u2029',
  'quotes and signs of shells': '"\'`´‘’“” $(x) %PATH% !x! ^ & | < > \\ /',
  'white space at both ends': ' \t text \t ',
  'what JSON readers take for a date': '/Date(1577836800000)/',
  'what PowerShell takes for a date': '2020-01-01T00:00:00.0000000+01:00',
  'what looks like a number': '00012345678901234567890.10',
  'the marks of this line': '=<<R1:>>{"n":0}<<>>',
  'the marks of CLIXML': '#< CLIXML _x000D_ _x005F_',
  'a byte order mark': '\ufeffbom',
  'half a character': '\ud83d',
};

/** Every sample over the line and back. */
export async function lookAtEncoding(session: Session, { speaker }: RunContext): Promise<Check> {
  const spoilt: string[] = [];
  for (const [what, text] of Object.entries(samples)) {
    const { echo } = await session.request('hello', { speaker, echo: text, about: [] });
    if (echo !== text) spoilt.push(`${what} (${pointsOf(text)} came back as ${pointsOf(echo)})`);
  }
  const count = Object.keys(samples).length;
  if (spoilt.length === 0)
    return good('encoding', `${count} strings that readers spoil came back as they went`);
  return bad(
    'encoding',
    `not everything came back as it went: ${spoilt.join('; ')}`,
    'A wrapper, a profile or a filter on the way converts text. Nothing can be trusted that is read over this line.',
    '[Console]::OutputEncoding; chcp; Get-ItemProperty "HKLM:\\SOFTWARE\\Microsoft\\Command Processor" -Name AutoRun -ErrorAction SilentlyContinue',
  );
}

/** The first few code points: the characters themselves could not be told apart where text is spoilt. */
const pointsOf = (text: string): string => {
  const points = [...text].map(
    (one) => `U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
  return points.length > 8 ? `${points.slice(0, 8).join(' ')}...` : points.join(' ') || 'nothing';
};

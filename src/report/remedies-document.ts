import type { Remedy } from '../model/remedy.ts';

/** `docs/remedies.md`: the catalogue as a table, and what each remedy does otherwise than its sources. */
export function remediesDocument(remedies: readonly Remedy[]): string {
  return [
    '# The catalogue',
    '',
    'Made from the code by `npm run remedies`; a test holds it current. `setright remedies show <name>` has everything to decide by.',
    '',
    '| remedy | for | evidence read | change | undo | restart | source | tested on |',
    '|---|---|---|---|---|---|---|---|',
    ...remedies.map(rowOf),
    '',
    '## Where the sources are wrong or silent',
    ...remedies
      .filter(({ corrections }) => corrections.length > 0)
      .flatMap(({ name, corrections }) => ['', `### ${name}`, ...corrections.map((each) => `- ${each}`)]),
    '',
  ].join('\n');
}

const rowOf = (remedy: Remedy): string =>
  `| ${[
    remedy.name,
    remedy.appliesTo,
    remedy.reads,
    remedy.changes,
    `${remedy.reversible}: ${remedy.undo}`,
    remedy.restart,
    remedy.sources.join('<br>'),
    remedy.testedOn.join(', '),
  ]
    .map((cell) => (cell === '' ? '—' : cell.replaceAll('|', '\\|')))
    .join(' | ')} |`;

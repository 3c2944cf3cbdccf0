import type { MatrixCase, Played } from './play-case.ts';

export interface Row {
  readonly plan: string;
  readonly case: MatrixCase;
  readonly played: Played;
}

/** Fault by step: how often it came to which end. Steps of one verb are one column. */
export function matrixTable(rows: readonly Row[]): string {
  const columns = unique(rows.map(stepOf));
  const ends = unique(rows.map(({ played }) => played.end)).toSorted();
  const letters = new Map(ends.map((end, index) => [end, letterOf(index)]));
  const lines = unique(rows.map((row) => row.case.fault.name)).map((fault) => {
    const cells = columns.map((step) => {
      const here = rows.filter((row) => row.case.fault.name === fault && stepOf(row) === step);
      return ends
        .map((end) => ({ end, count: here.filter(({ played }) => played.end === end).length }))
        .filter(({ count }) => count > 0)
        .map(({ end, count }) => `${letters.get(end)}${count}`)
        .join(' ');
    });
    return [fault, ...cells];
  });
  const table = [['', ...columns], ...lines];
  const widths = ['', ...columns].map((_, at) => Math.max(...table.map((cells) => cells[at]?.length ?? 0)));
  const failed = rows.filter(({ played }) => played.problems.length > 0).length;
  return [
    `${rows.length} cases, ${failed} exceptions. What one further contact came to stands after the comma.`,
    ...ends.map((end) => `  ${letters.get(end)} ${end}`),
    ...table.map((cells) =>
      cells
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join(' | ')
        .trimEnd(),
    ),
    '',
  ].join('\n');
}

const stepOf = (row: Row): string => row.case.step.replace(/ \d+$/, '');
const letterOf = (index: number): string => String.fromCharCode(65 + index);
const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

export const problemsOf = (rows: readonly Row[]): readonly string[] =>
  rows.flatMap(({ plan, case: { step, fault }, played }) =>
    played.problems.map((problem) => `${plan} | ${step} | ${fault.name} | ${played.end} | ${problem}`),
  );

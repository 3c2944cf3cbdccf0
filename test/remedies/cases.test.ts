import { describe, expect, test } from 'vitest';
import { type RemedyName, remedyTable } from '../../src/remedies/index.ts';
import { resourceType } from '../../src/resources/index.ts';
import { hostCasesOf } from './host-case.ts';
import { casesOf, judgeCase } from './remedy-case.ts';

const names = Object.keys(remedyTable) as RemedyName[];

/** Every remedy's judgement is data: a file per case. A new remedy without cases fails here. */
describe.each(names)('%s', (name) => {
  const cases = casesOf(name);

  test('has cases for every verdict that it can give', () => {
    const every = [...cases, ...hostCasesOf(name)];
    const verdicts = new Set(every.map(([, { expected }]) => expected.verdict));
    expect([...verdicts]).toEqual(expect.arrayContaining(['compliant', 'noncompliant', 'unknown']));
  });

  if (cases.length === 0) return;

  test.each(cases.map(([file, entry]) => ({ file, title: entry.title, entry })))(
    '$file: $title',
    ({ entry }) => {
      const { expected } = entry;
      const judgement = judgeCase(name, entry);
      expect(judgement.verdict).toBe(expected.verdict);
      expect(expected.reasons, 'a case says why, "nothing to do" included').not.toEqual([]);
      for (const reason of expected.reasons)
        expect(judgement.reasons).toEqual(expect.arrayContaining([expect.stringContaining(reason)]));
      expect(judgement.wishes.map(({ reason: _, ...wish }) => wish)).toEqual(expected.wishes);
      expect(judgement.effects.map(({ target }) => target)).toEqual(
        expected.effects.map(({ resources: _, blastRadius: __, ...target }) => target),
      );
      for (const [index, effect] of expected.effects.entries()) {
        expect(judgement.effects[index]?.resources).toEqual(effect.resources);
        for (const line of effect.blastRadius)
          expect(judgement.effects[index]?.blastRadius).toEqual(
            expect.arrayContaining([expect.stringContaining(line)]),
          );
      }
      expect((judgement.profiles ?? []).map(({ resource, answer }) => [resource.sid, answer])).toEqual(
        expected.profiles ?? [],
      );
      expect(judgement.advice.map(({ title }) => title)).toEqual(expected.advice);
      for (const text of expected.never ?? []) expect(JSON.stringify(judgement)).not.toContain(text);
    },
  );

  test.each(cases)('%s: what it says can be printed, and what it wishes can be set', (_file, entry) => {
    const judgement = judgeCase(name, entry);
    expect(judgement.reasons.length).toBeGreaterThan(0);
    const texts = [
      ...judgement.reasons,
      ...judgement.wishes.map(({ reason }) => reason),
      ...judgement.effects.flatMap(({ reason, blastRadius }) => [reason, ...blastRadius]),
      ...judgement.advice.flatMap(({ title, steps, check, undo }) => [title, ...steps, check, undo]),
    ];
    for (const text of texts) {
      expect(text).not.toBe('');
      expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
      expect(text).not.toContain('undefined');
    }
    for (const { resource, want } of judgement.wishes)
      expect(resourceType(resource).refuse(resource, want)).toBeUndefined();
    if (judgement.verdict === 'compliant') expect([judgement.wishes, judgement.effects]).toEqual([[], []]);
  });
});

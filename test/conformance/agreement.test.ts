import { describe, expect, it } from 'vitest';
import { cases } from './cases/index.ts';
import { comparable } from './comparable.ts';
import { mismatches } from './matchers.ts';
import { playCase } from './play-case.ts';
import { simulatedPlayer } from './players.ts';
import { playable, readTranscript } from './transcripts.ts';

/** When its task runs between two requests is the scheduler's to say: each host answers as it came, and both hold. */
const SCHEDULED = 'a timed undo waits while somebody is at work on the host, and comes after them';

/** Cases leave room for words; between the two implementations there is none but in words, times and pids. */
describe('the simulated host and real PowerShell agree', () => {
  const transcript = readTranscript('pwsh');

  it.each(playable(cases).filter(({ name }) => name !== SCHEDULED))('$name', async (each) => {
    const real = transcript.cases.find((played) => played.case === each.name);
    expect(real, 'was never run').toBeDefined();
    const simulated = await playCase(each, simulatedPlayer);
    expect(real && mismatches(comparable(simulated), comparable(real))).toEqual([]);
  });

  it('knows the case that is left out by its name', () => {
    expect(playable(cases).map(({ name }) => name)).toContain(SCHEDULED);
  });

  it('would notice another code, another state, another step', () => {
    const real = transcript.cases.find(({ case: name }) => name.startsWith('drifted: found is told'));
    if (!real) throw new Error('no such case');
    const other = (from: string, to: string) =>
      JSON.parse(JSON.stringify(real).replaceAll(from, to)) as typeof real;
    const found = (run: typeof real) => mismatches(comparable(real), comparable(run));
    expect(found(real)).toEqual([]);
    expect(found(other('=drifted', '=unreadable'))).not.toEqual([]);
    expect(found(other(':48', ':49'))).not.toEqual([]);
    expect(found({ ...real, finalState: { ...real.finalState, files: [] } })).not.toEqual([]);
    expect(found({ ...real, finalState: { ...real.finalState, writes: 1 } })).not.toEqual([]);
  });
});

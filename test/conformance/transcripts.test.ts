import { describe, expect, it } from 'vitest';
import { cases } from './cases/index.ts';
import { judgeCase } from './judge-case.ts';
import { runtime } from './pwsh-player.ts';
import { playable, readTranscript, staleness } from './transcripts.ts';

/** What real PowerShell said when it was last run, held against the promises of today. */
const transcript = readTranscript('pwsh');

describe('the transcript of real PowerShell', () => {
  it('was made with these scripts and these cases: no script changes without having been run (npm run transcripts)', () => {
    expect(staleness(transcript, runtime, cases)).toEqual([]);
  });

  it.each(playable(cases))('keeps the promise: $name', (each) => {
    const run = transcript.cases.find((played) => played.case === each.name);
    expect(run ? judgeCase(each, run) : ['was never run']).toEqual([]);
  });

  it('would not pass with another script, another case, or one left out', () => {
    const [first, ...rest] = cases;
    if (!first) throw new Error('there are no cases');
    const files = runtime.files.map((file, index) => (index === 3 ? { ...file, sha256: 'other' } : file));
    expect(staleness(transcript, { ...runtime, files }, cases)).toHaveLength(1);
    expect(staleness(transcript, runtime, [{ ...first, writes: 'some', steps: [] }, ...rest])).toHaveLength(
      1,
    );
    expect(staleness(transcript, runtime, rest)).toHaveLength(1);
  });
});

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
    const now = staleness(transcript, runtime, cases);
    const found = (...other: [typeof runtime, typeof cases]) =>
      staleness(transcript, ...other).filter((why) => !now.includes(why));
    const files = runtime.files.map((file, index) => (index === 3 ? { ...file, sha256: 'other' } : file));
    expect(found({ ...runtime, files }, cases)).toEqual([
      expect.stringContaining('is another one than was run'),
    ]);
    expect(found(runtime, [{ ...first, writes: 'some', steps: [] }, ...rest])).toEqual([
      expect.stringContaining('was not run as it is now'),
    ]);
    expect(found(runtime, rest)).toEqual([expect.stringContaining('exists no more')]);
  });
});

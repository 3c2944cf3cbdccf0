import type { Case } from '../case.ts';

/** What the bootstrap says in place of the runtime. */
export const refusalCases: readonly Case[] = [
  {
    name: 'an engine in another language mode refuses, under the empty nonce, with 30',
    host: { engine: { languageMode: 'ConstrainedLanguage' } },
    steps: [{ refused: { refused: 'language-mode', found: 'ConstrainedLanguage' }, exit: 30 }],
    only: 'simulated',
    writes: 'none',
  },
  {
    name: 'an engine that is not let run our script refuses with 30, by the name of its error',
    host: { blocks: 'ScriptContainedMaliciousContent' },
    steps: [{ refused: { refused: 'script', found: 'ScriptContainedMaliciousContent' }, exit: 30 }],
    only: 'simulated',
    writes: 'none',
  },
  ...(['4.0', '5.0.10586.117', '2.0', '6.2.7'] as const).map(
    (version): Case => ({
      name: `an engine of version ${version} refuses with 30`,
      host: { engine: { version } },
      steps: [{ refused: { refused: 'version', found: version }, exit: 30 }],
      only: 'simulated',
    }),
  ),
];

/** What stands between sshd and our PowerShell on a host: the shell of its DefaultShell, which is handed our one line. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ProcessExit, requestLine } from '../../../src/model/line.ts';
import { bootstrapArguments, FrameReader, type LineItem, prelude } from '../../../src/powershell/index.ts';
import { sshTransport } from '../../../src/transports/ssh/index.ts';
import { baseHost } from '../../conformance/base-host.ts';
import { writeState } from '../../conformance/patch-host.ts';
import { speaker } from '../../conformance/vocabulary.ts';
import { fakeRuntime } from '../../fakes/start-powershell.ts';
import { exchange, optionsWith, signal, sshHost } from '../hosts.ts';
import { because, pwshMissing } from '../powershell.ts';
import { sshdMissing, startSshd } from '../sshd.ts';

const nonce = '0123456789abcdef'.repeat(2);
const echo = '\u2019; throw $(x)';
const said = [
  requestLine(1, 'hello', { speaker, echo, about: [] }),
  '{"n":2,',
  requestLine(3, 'bye', {}),
].join('\n');

/** As sshd starts it, the whole line as one word; `talk` is what a profile, or cmd.exe's AutoRun, prints first. */
const shells: readonly (readonly [name: string, script: string, noise: string])[] = [
  ['sh', 'exec sh -c "$SSH_ORIGINAL_COMMAND"', ''],
  ['a login bash that greets', 'echo "Welcome!"; exec bash -lc "$SSH_ORIGINAL_COMMAND"', 'Welcome!'],
  ['PowerShell', 'exec pwsh -NoProfile -c "$SSH_ORIGINAL_COMMAND"', ''],
  [
    'PowerShell, and a profile that leaves its line unended',
    'printf "Loading... "; exec pwsh -NoProfile -c "$SSH_ORIGINAL_COMMAND"',
    'Loading... ',
  ],
];

describe.skipIf(sshdMissing ?? pwshMissing)(
  `a host whose shell is${because(sshdMissing, pwshMissing)}`,
  () => {
    const runtime = fakeRuntime();
    let folder = '';
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'setright-shell-'));
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    test.each(shells)(
      '%s: a session from hello to bye',
      async (name, script, noise) => {
        const [state, shell] = [
          join(folder, `${name}.json`),
          join(folder, `shell-${noise.length}-${name.length}`),
        ];
        writeState(state, baseHost());
        await writeFile(shell, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
        const sshd = await startSshd({ environment: { SETRIGHT_HOST_STATE: state }, forceCommand: shell });
        try {
          const { start } = sshTransport(optionsWith());
          const line = await start(sshHost(sshd), bootstrapArguments(runtime), signal());
          const { out, end } = await exchange(line, Buffer.from(`${prelude(nonce, runtime)}${said}\n`));
          const items = new FrameReader(nonce).push(out);
          const talk = (each: LineItem) => (each.kind === 'noise' ? each.text : '');
          expect(items.map(talk).join('')).toBe(noise);
          expect(items.filter(({ kind }) => kind === 'frame')).toMatchObject([
            { frame: { n: 1, reply: { echo } } },
            { frame: { n: 0, error: { code: 'malformed' } } },
            { frame: { n: 3, reply: { undone: null } } },
          ]);
          expect(end.exitCode).toBe(ProcessExit.bye);
        } finally {
          await sshd.stop();
        }
      },
      120_000,
    );
  },
);

import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { Desk, overTheLimit, ROOT, SESSIONS } from './desk.ts';

interface Explained {
  readonly arguments: readonly string[];
  readonly bootstrap: string;
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
  readonly sha256: string;
  readonly text: string;
  readonly hosts: readonly {
    host: string;
    program?: readonly string[];
    requests: readonly { verb: string; body: Record<string, unknown> }[];
  }[];
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Explain must not tell another story than what is sent. */
describe('explain', () => {
  const explain = async (desk: Desk, ...words: readonly string[]): Promise<Explained> =>
    JSON.parse((await desk.type('explain', ...words, '--json')).stdout);

  it('shows the bytes that start a host, decoded and encoded, and each script as it lies in scripts/', async () => {
    const shown = await explain(await Desk.open({}), '--script');
    const encoded = shown.arguments.at(-1) ?? '';
    expect(Buffer.from(encoded, 'base64').toString('utf16le')).toBe(shown.bootstrap);
    expect(shown.arguments.slice(0, 2)).toEqual(['-NoProfile', '-NonInteractive']);
    expect(sha256(shown.text)).toBe(shown.sha256);
    expect(shown.files.length).toBeGreaterThan(10);
    for (const { path, sha256: hash } of shown.files)
      expect(sha256(await readFile(`${ROOT}scripts/${path}`, 'utf8')), path).toBe(hash);
  });

  it.skipIf(process.platform === 'win32')(
    'shows to the byte what a host is started with and sent first',
    async () => {
      const desk = await Desk.open({});
      const argv = JSON.stringify([desk.path('recorder'), 'one', 'two words']);
      const host = `hosts: { EX01: { transport: { type: command, argv: ${argv} } } }\n`;
      await writeFile(desk.path('inventory.yaml'), host);
      const recorder = 'printf "%s\\0" "$0" "$@" > "$0.arguments"; cat > "$0.stdin"';
      await writeFile(desk.path('recorder'), `#!/bin/sh\n${recorder}\n`, { mode: 0o755 });
      const shown = await explain(desk, 'EX01', '--script');
      const program = shown.hosts[0]?.program ?? [];
      expect(program).toEqual(JSON.parse(argv));
      // It never answers: the deadline of the session would end it, Ctrl-C does it sooner.
      const checked = desk.type('check', 'EX01', '--allow-command');
      const sent = () => readFile(desk.path('recorder.stdin'), 'latin1').catch(() => '');
      await expect.poll(sent, { timeout: 60_000 }).toContain('"verb":"=hello"');
      desk.signals.emit('SIGINT');
      desk.signals.emit('SIGINT');
      await checked;
      const given = (await readFile(desk.path('recorder.arguments'), 'utf8')).split('\0').slice(0, -1);
      expect(given).toEqual([...program, ...shown.arguments]);
      const [nonce = '', ...rest] = (await sent()).split('\n');
      expect(nonce).toMatch(/^[0-9a-f]{32}$/);
      expect(rest.join('\n').startsWith(`${shown.text.length}\n${shown.text}\n{"n":1,"verb":"=hello"`)).toBe(
        true,
      );
    },
    120_000,
  );

  it('names the requests of a plan that apply then really sends, in their order', async () => {
    const desk = await Desk.open({ EX01: overTheLimit });
    const [plan, log] = [desk.path('p.json'), desk.path('lines.log')];
    await desk.type('plan', 'EX01', ...SESSIONS, '-o', plan);
    const { hosts } = await explain(desk, plan);
    await desk.type('apply', plan, '--yes', '--allow', 'service.restart', '--log', log);
    const sent = (await readFile(log, 'utf8'))
      .split('\n')
      .flatMap((line) => / EX01 sent (\{.*)$/.exec(line)?.[1] ?? [])
      .map((text) => JSON.parse(text) as Record<string, unknown>);
    const run = String(sent.find(({ verb }) => verb === 'begin')?.run);
    const id = /\/([0-9a-f]{8})"/.exec(JSON.stringify(sent))?.[1] ?? '';
    const asExplained = sent.map(({ n: _n, verb, echo, ...body }) => ({
      verb,
      body: JSON.parse(
        JSON.stringify(body).replaceAll(run, '(this run)').replaceAll(`/${id}`, '/(id of the data folder)'),
      ),
    }));
    const explained = hosts[0]?.requests.map(({ verb, body: { echo: _echo, ...body } }) => ({ verb, body }));
    expect(asExplained).toEqual(explained);
  });

  it('names the requests of a check, contacts nobody and needs no data folder', async () => {
    const desk = await Desk.open({ EX01: overTheLimit });
    const before = await readFile(desk.statePath('EX01'), 'utf8');
    const { hosts } = await explain(desk, 'EX01');
    expect(hosts[0]?.requests.map(({ verb }) => verb)).toEqual(['hello', 'observe', 'get', 'bye']);
    expect(await readFile(desk.statePath('EX01'), 'utf8')).toBe(before);
  });

  it('gives the published hashes of what is sent, those of this runtime among them', async () => {
    const desk = await Desk.open({});
    const { stdout } = await desk.type('explain', '--hashes', '--json');
    const { versions } = JSON.parse(stdout) as {
      versions: Record<string, { bootstrap: string; runtime: string }>;
    };
    const { sha256: runtime, bootstrap } = await explain(desk);
    expect(Object.values(versions)).toContainEqual(
      expect.objectContaining({ runtime, bootstrap: sha256(bootstrap) }),
    );
    expect((await desk.type('explain', '--hashes')).stdout).toContain(runtime);
  });
});

/**
 * The terminal picture of README.md: real commands on the demo's hosts, their real output between two markers. `npm run picture` writes
 * it; with `--check` it only ends 1 when README.md shows something else than the program does now.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { demoHosts } from '../src/commands/demo/hosts.ts';

const README = fileURLToPath(new URL('../README.md', import.meta.url));
const ENTRY = fileURLToPath(new URL('../bin/setright.cjs', import.meta.url));
const [BEGIN, END] = ['<!-- picture: npm run picture -->\n', '<!-- end of picture -->'];

const HOSTS = ['EX01', 'EX02', 'EX03'];
const SHOWN: readonly {
  readonly words: readonly string[];
  readonly exitCode: number;
  readonly from: RegExp;
}[] = [
  { words: ['check', ...HOSTS], exitCode: 2, from: /^/ },
  { words: ['plan', ...HOSTS, '-o', 'plan.json', '--quiet'], exitCode: 2, from: /^/ },
  // The plan, shown once more before it is applied, is too long for a picture.
  { words: ['apply', 'plan.json', '--yes', '--allow', 'service.restart'], exitCode: 3, from: /^HOST .*/ms },
  { words: ['rollback', 'last', '--yes', '--allow', 'service.restart'], exitCode: 0, from: /^HOST .*/ms },
];

/** Names of runs and heads of chains differ each time: these stand in for them. */
const steady = (text: string): string =>
  text
    .replace(/\b\d{8}-\d{6,9}-[0-9a-f]{6}\b/g, '20260115-080000000-3f9c1e')
    .replace(/\b[0-9a-f]{64}\b/g, '9b1d04c7…');

function draw(folder: string): string {
  mkdirSync(join(folder, 'hosts'));
  const hosts = demoHosts().filter(({ name }) => HOSTS.includes(name));
  for (const { name, state } of hosts)
    writeFileSync(join(folder, 'hosts', `${name}.json`), JSON.stringify({ ...state, latencyMs: 0 }));
  const entries = hosts.map(
    ({ name }) =>
      `  ${name}: { remedies: { exchange-mapi-sessions: {} }, transport: { type: simulated, state: hosts/${name}.json } }\n`,
  );
  writeFileSync(join(folder, 'inventory.yaml'), `hosts:\n${entries.join('')}`);
  return SHOWN.map(({ words, exitCode, from }) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [ENTRY, ...words, '--data-dir', join(folder, 'data')],
      { cwd: folder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1', SETRIGHT_INVENTORY: '' } },
    );
    if (status !== exitCode)
      throw new Error(
        `setright ${words.join(' ')} ended with ${status}, not ${exitCode}:\n${stdout}${stderr}`,
      );
    const shown = stdout.slice(Math.max(0, stdout.search(from))).trimEnd();
    return `$ setright ${words.join(' ')}\n${shown === '' ? '' : `${steady(shown)}\n`}`;
  }).join('\n');
}

const folder = mkdtempSync(join(tmpdir(), 'setright-picture-'));
try {
  const readme = readFileSync(README, 'utf8');
  const [before, rest] = readme.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`${README} has no place for the picture`);
  const drawn = `${before}${BEGIN}\`\`\`console\n${draw(folder)}\`\`\`\n${END}${after}`;
  if (!process.argv.includes('--check')) writeFileSync(README, drawn);
  else if (drawn !== readme) {
    console.error('README.md shows another picture than the program draws now: npm run picture');
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

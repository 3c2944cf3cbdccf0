import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { BINARY, Desk, ROOT } from './desk.ts';

const VERBS: readonly (readonly string[])[] = [
  [],
  ['demo'],
  ['hosts'],
  ['hosts', 'list'],
  ['hosts', 'trust'],
  ['doctor'],
  ['check'],
  ['diagnose'],
  ['plan'],
  ['apply'],
  ['rollback'],
  ['recover'],
  ['guard'],
  ['guard', 'list'],
  ['guard', 'cancel'],
  ['guard', 'fire'],
  ['runs'],
  ['runs', 'list'],
  ['runs', 'show'],
  ['runs', 'verify'],
  ['fix'],
  ['explain'],
  ['advise'],
  ['export'],
  ['path'],
  ['capture'],
  ['remedies'],
  ['remedies', 'list'],
  ['remedies', 'show'],
];

describe('--help', () => {
  it.each(VERBS.map((words) => ['setright', ...words].join(' ')))(
    'of %s teaches, shows an example, and fits 80 columns',
    async (line) => {
      const desk = await Desk.open({});
      const said = await desk.type(...line.split(' ').slice(1), '--help');
      expect(said).toMatchObject({ exitCode: 0, stderr: '' });
      expect(said.stdout).toMatch(
        new RegExp(`^Usage: ${line} .*\\n\\n(?!Options:|Arguments:|Commands:)[A-Z]`),
      );
      expect(said.stdout).toMatch(/^Examples?:\n {2}setright /m);
      expect(said.stdout).not.toContain('[]');
      // An example stays in one line, to be copied.
      const lines = said.stdout.split('\n').filter((each) => !each.startsWith('  setright '));
      expect(Math.max(...lines.map((each) => each.length))).toBeLessThanOrEqual(80);
    },
  );

  it('every verb that answers has --json and --quiet', async () => {
    const desk = await Desk.open({});
    const groups = ['', 'hosts', 'runs', 'guard', 'remedies'];
    for (const words of VERBS.filter((each) => !groups.includes(each.join(' ')))) {
      const { stdout } = await desk.type(...words, '--help');
      expect(stdout, words.join(' ')).toMatch(/--json[\s\S]*--quiet[\s\S]*--plain/);
    }
  });

  it('loads nothing heavy: no parser, no prompt, no protocol, no engine', () => {
    const trace = new URL('./trace-loads.ts', import.meta.url);
    const loaded = execFileSync(process.execPath, ['--import', trace.href, BINARY, 'check', '--help'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    const files = [...loaded.matchAll(/^loaded (.*)$/gm)].map(([, url]) => url ?? '');
    expect(files.some((url) => url.includes('/node_modules/commander/'))).toBe(true);
    const heavy =
      /node_modules\/(zod|yaml|inquirer|@inquirer|listr2|ssh2|picomatch)\/|src\/(run|inventory|journal|transports|report|remedies)\//;
    expect(files.filter((url) => heavy.test(url))).toEqual([]);
  });
});

describe('--version', () => {
  it('prints it without loading the program', () => {
    const trace = new URL('./trace-loads.ts', import.meta.url);
    const said = execFileSync(process.execPath, ['--import', trace.href, BINARY, '--version'], {
      encoding: 'utf8',
    });
    expect(said).toMatch(/^\d+\.\d+\.\d+$/m);
    expect(said).not.toMatch(/src\/cli|dist\/cli|commander/);
  });
});

describe('a Node that is too old', () => {
  it('is told in one sentence which one is needed', () => {
    const pretend = "data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.20.2'})";
    const run = () =>
      execFileSync(process.execPath, ['--import', pretend, BINARY, 'check', 'all'], {
        encoding: 'utf8',
        stdio: 'pipe',
      });
    expect(run).toThrow(
      expect.objectContaining({
        status: 1,
        stdout: '',
        stderr: 'setright needs Node.js 22.13 or newer; this is 20.20.2.\n',
      }),
    );
  });
});

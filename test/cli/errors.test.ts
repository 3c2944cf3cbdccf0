import { writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { Desk, overTheLimit, SESSIONS } from './desk.ts';

/** What a user reads when something cannot be meant: what, where, and the next move; exit code 1, nothing on stdout, no stack. */
describe('errors', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await Desk.open({ EX01: overTheLimit, EX02: overTheLimit });
    await writeFile(desk.path('bad.yaml'), 'hosts:\n  EX01: { transprt: { type: local } }\n');
    await writeFile(desk.path('text.json'), 'no json');
    await writeFile(desk.path('other.json'), '{}');
  });

  it.each<[string, readonly string[], RegExp]>([
    [
      'an inventory that is not there',
      ['check', 'all', '-i', 'none.yaml'],
      /none\.yaml: there is no such inventory file; name one with --inventory/,
    ],
    ['an inventory with a mistake', ['hosts', '-i', 'bad.yaml'], /bad\.yaml:2:\d+: .*transprt/],
    ['a host that nobody knows', ['check', 'EX09'], /has no host and no group "EX09"/],
    ['a selection that is empty', ['check', 'EX01', '!EX01'], /the selection EX01 !EX01 is empty/],
    [
      'a limit that leaves nothing',
      ['check', 'EX01', '--limit', 'EX02'],
      /nothing is left of the selection EX01 within --limit EX02/,
    ],
    ...['', ' , '].map((limit): [string, string[], RegExp] => [
      `a limit of nothing (${JSON.stringify(limit)}), which is never no limit`,
      ['plan', 'EX01', 'EX02', ...SESSIONS, '--limit', limit],
      /--limit .* is invalid\. expected selectors, found nothing; is a variable of the shell not set\?/,
    ]),
    [
      'a remedy that nobody knows',
      ['check', 'EX01', '--remedy', 'exchange-mapi-session'],
      /--remedy: there is no remedy "exchange-mapi-session".*exchange-mapi-sessions/,
    ],
    [
      'a parameter out of bounds',
      ['plan', 'EX01', ...SESSIONS, '--set', 'limit=9'],
      /--set limit=9: exchange-mapi-sessions: limit: expected a whole number from 33 to 512, found 9/,
    ],
    [
      'a parameter that is no number',
      ['plan', 'EX01', ...SESSIONS, '--set', 'limit=many'],
      /limit: expected a whole number from 33 to 512, found "many"/,
    ],
    [
      'a parameter that nobody knows',
      ['plan', 'EX01', ...SESSIONS, '--set', 'sessions=64'],
      /exchange-mapi-sessions has no parameter "sessions"/,
    ],
    ['a parameter of no remedy', ['plan', 'EX01', '--set', 'limit=64'], /--set limit=64: say which remedy/],
    [
      'a --set that says nothing',
      ['plan', 'EX01', ...SESSIONS, '--set', 'limit'],
      /--set limit: expected remedy\.parameter=value/,
    ],
    [
      'states on the command line',
      ['plan', 'EX01', ...SESSIONS, '--set', 'stated-states.states=1'],
      /none of these hosts is held to stated-states/,
    ],
    [
      'a plan that is not there',
      ['apply', 'none.json', '--yes'],
      /none\.json: there is no such plan file; `setright plan -o FILE` writes one/,
    ],
    ['a plan that is no JSON', ['apply', 'text.json', '--yes'], /text\.json: not a plan/],
    [
      'a plan that is something else',
      ['apply', 'other.json', '--yes'],
      /other\.json: not a plan; `setright plan -o/,
    ],
    [
      'a run that is not there',
      ['rollback', 'last', '--yes'],
      /run "last": no run in .* has applied anything; .*`setright runs list` shows/,
    ],
    ['a run to show that is not there', ['runs', 'show', '2025'], /run "2025": no such run/],
    [
      'a host key without ssh',
      ['hosts', 'trust', 'EX01'],
      /EX01 is reached by simulated; only ssh has host keys/,
    ],
    [
      'a log that cannot be written',
      ['check', 'EX01', '--log', '/dev/null/x'],
      /\/dev\/null\/x: the log cannot be written/,
    ],
    ...(['--data-dir', '--inventory', '--log'] as const).map((option): [string, string[], RegExp] => [
      `nothing where ${option} wants a path`,
      ['check', 'EX01', option, ''],
      new RegExp(
        `${option} .* argument '' is invalid\\. expected a path, found nothing; is a variable of the shell`,
      ),
    ]),
    [
      'a data folder that is a file',
      ['runs', '--data-dir', '/dev/null'],
      /\/dev\/null: no data folder can be made there .*name another with --data-dir/,
    ],
    ['a remedy to show that nobody knows', ['remedies', 'show', 'x'], /there is no remedy "x"/],
    ['an option that nobody knows', ['check', 'EX01', '--force'], /unknown option '--force'/],
    [
      'a number that is none',
      ['check', 'EX01', '--parallel', '0'],
      /expected a whole number from 1 to 10000/,
    ],
    [
      'an option misspelt',
      ['check', 'EX01', '--plian'],
      /^setright: unknown option '--plian' \(Did you mean --plain\?\) `setright check --help` tells what can be said\./,
    ],
    [
      'a verb misspelt',
      ['chekc', 'EX01'],
      /^setright: unknown command 'chekc' \(Did you mean check\?\) `setright --help` tells what can be said\./,
    ],
    ['a verb that nobody knows', ['repair'], /unknown command 'repair'/],
    [
      'a verb of runs misspelt',
      ['runs', 'shwo', 'last'],
      /unknown command 'shwo'; did you mean "show"\? `setright runs --help`/,
    ],
    ['a verb of remedies misspelt', ['remedies', 'lists'], /unknown command 'lists'; did you mean "list"\?/],
    ['no hosts at all', ['check'], /missing required argument 'hosts'/],
  ])('%s', async (_what, words, expected) => {
    const typed = words.map((word) => (/\.(yaml|json)$/.test(word) ? desk.path(word) : word));
    const said = await desk.type(...typed);
    expect(said.stderr.replace(/\s+/g, ' ')).toMatch(expected);
    expect(said).toMatchObject({ exitCode: 1, stdout: '' });
    expect(said.stderr).not.toMatch(/^\s+at /m);
  });

  it('ends the process with 1, and says nothing on stdout', async () => {
    const said = await desk.start('check', 'EX09');
    expect(said).toMatchObject({ exitCode: 1, stdout: '' });
    expect(said.stderr).toMatch(/^setright: .*has no host and no group "EX09"/);
  });
});

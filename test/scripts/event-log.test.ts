import { describe, expect, it } from 'vitest';
import { because, pwshMissing } from '../transports/powershell.ts';
import { playFunctions } from './play-functions.ts';

/** A log as .NET's reader hands it out, newest first: an event at a time, then nothing. Linux has no such log. */
const LOG = `
$entries = New-Object System.Collections.Queue
function New-Reader {
  $reader = New-Object psobject
  Add-Member -InputObject $reader ScriptMethod ReadEvent { if ($entries.Count -gt 0) { $entries.Dequeue() } }
  Add-Member -InputObject $reader ScriptMethod Dispose { $script:closed++ }
  $reader
}
function Add-Entry([string]$provider, [string]$data, $message) {
  $entry = [pscustomobject]@{ Id = 9646; ProviderName = $provider; TimeCreated = [datetime]'2026-01-15T07:00:00Z'; Data = $data; Said = $message }
  Add-Member -InputObject $entry ScriptMethod FormatDescription { if ($this.Said -ceq 'throws') { throw 'the provider is gone' } $this.Said }
  Add-Member -InputObject $entry ScriptMethod ToXml { '<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><EventData>' + $this.Data + '</EventData></Event>' }
  $entries.Enqueue($entry)
}
function Open-EventLog([string]$log, [string]$query) { $script:asked = $log + ': ' + $query; New-Reader }
function Ask-Events([string]$provider = 'MSExchangeIS', [int]$newest = 10) {
  & $facts['events'] @{ log = 'Application'; provider = $provider; id = [long]9646; hours = [long]24; newest = [long]$newest } | ConvertTo-Json -Depth 9 -Compress
}
$script:closed = 0
`;

/** What each of the calls over that log says, or the error that it ends with. */
const play = (...calls: readonly string[]): readonly unknown[] =>
  playFunctions(
    [
      LOG,
      ...calls.map(
        (call) =>
          `try { ${call} } catch { ConvertTo-Json ('error: ' + $_.Exception.GetBaseException().Message) }`,
      ),
    ].join('\n'),
  ).map((line) => JSON.parse(line));

const data = (...strings: readonly string[]) => `'${strings.map((text) => `<Data>${text}</Data>`).join('')}'`;

describe.skipIf(pwshMissing)(
  `the fact events over the reader of the event log${because(pwshMissing)}`,
  () => {
    it('asks for one log, one id and a time; no event is no error', () => {
      const [none, asked, closed] = play('Ask-Events', 'ConvertTo-Json $asked', 'ConvertTo-Json $closed');
      expect(none).toEqual({ count: 0, capped: false, newest: [] });
      expect(asked).toMatch(
        /^Application: \*\[System\[EventID=9646 and TimeCreated\[@SystemTime>='\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z'\]\]\]$/,
      );
      expect(closed).toBe(1);
    });

    it('counts one provider, by its whole name and whatever its case, and shows the newest', () => {
      const [fact] = play(
        `Add-Entry 'MSExchangeIS' ${data('first', '', 'it&apos;s')} 'text'; Add-Entry 'MSExchangeIS Mailbox Store' '' ''; Add-Entry 'msexchangeis' ${data('second')} ''; Ask-Events -newest 1`,
      );
      expect(fact).toMatchObject({
        count: 2,
        newest: [{ id: 9646, provider: 'MSExchangeIS', properties: ['first', '', "it's"], message: 'text' }],
      });
    });

    it('an event without a text, whose provider is gone, or with control characters, is an event all the same', () => {
      const [fact] = play(
        `Add-Entry 'MSExchangeIS' ${data('a')} $null; Add-Entry 'MSExchangeIS' ${data('b&#x1;')} 'throws'; Add-Entry 'MSExchangeIS' '' ('x' * 5000); Ask-Events`,
      );
      expect(fact).toMatchObject({
        count: 3,
        newest: [
          { properties: ['a'], message: '' },
          { properties: ['b\u0001'], message: '' },
          { properties: [], message: 'x'.repeat(4000) },
        ],
      });
    });

    it('reads no more than it is asked for', () => {
      const [found, left] = play(
        "foreach ($n in 1..5) { Add-Entry 'MSExchangeIS' '' '' }; ConvertTo-Json @(Find-Events 'Application' 'MSExchangeIS' 9646 24 3).Count",
        'ConvertTo-Json $entries.Count',
      );
      expect([found, left]).toEqual([3, 2]);
    });

    it.each([
      ['a log that is missing', "throw 'The specified channel could not be found.'"],
      [
        'a log that may not be read',
        "throw (New-Object UnauthorizedAccessException 'Attempted to perform an unauthorized operation.')",
      ],
    ])('%s is an error, never none', (_what, failure) => {
      const [answer] = play(`function Open-EventLog { ${failure} }; Ask-Events`);
      expect(answer).toMatch(/^error: (The specified channel|Attempted to perform an unauthorized)/);
    });

    it('an event that cannot be read ends the count with an error, and the log is closed', () => {
      const [answer, closed] = play(
        "Add-Entry 'MSExchangeIS' '' ''; function New-Reader { $reader = New-Object psobject; Add-Member -InputObject $reader ScriptMethod ReadEvent { throw 'The data is invalid.' }; Add-Member -InputObject $reader ScriptMethod Dispose { $script:closed++ }; $reader }; Ask-Events",
        'ConvertTo-Json $closed',
      );
      expect(answer).toBe('error: The data is invalid.');
      expect(closed).toBe(1);
    });
  },
);

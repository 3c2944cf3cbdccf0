import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import {
  bootstrapArguments,
  describeRefusal,
  FrameReader,
  type LineItem,
  prelude,
  readRuntime,
} from '../../src/powershell/index.ts';
import { because, pwshMissing } from '../transports/powershell.ts';

const runtime = readRuntime();
const nonce = '0123456789abcdef'.repeat(2);

describe('the bootstrap', () => {
  it('fits into any command line', () => {
    const encoded = bootstrapArguments(runtime).at(-1) ?? '';
    expect(encoded.length).toBeLessThan(3000);
    expect(encoded).toMatch(/^[A-Za-z0-9+/=]+$/);
  });

  it('never mentions the variable that would make PowerShell read stdin first', () => {
    const sent = Buffer.from(bootstrapArguments(runtime).at(-1) ?? '', 'base64').toString('utf16le');
    expect(sent).not.toMatch(/\$input/i);
    expect(sent).toContain('OpenStandardInput');
  });

  it('uses nothing that PowerShell 2.0 could not parse', () => {
    expect(runtime.bootstrap).not.toMatch(
      /::new\(|\[ordered\]|\[pscustomobject\]|-in\b|-notin\b|\bclass\b|\busing\b/i,
    );
  });
});

/** What it answers when something of its surroundings is as `before` says. */
function boot(bootstrap: string, input: string): { exit: number | null; items: readonly LineItem[] } {
  const run = spawnSync('pwsh', bootstrapArguments({ bootstrap }), { input, encoding: 'utf8' });
  return { exit: run.status, items: new FrameReader(nonce).push(Buffer.from(run.stdout)) };
}

/** Throws what PowerShell throws when AMSI says no (CompiledScriptBlockData.PerformSecurityChecks). */
const blockedScript = (id: string): string =>
  `$error_ = New-Object Management.Automation.Language.ParseError ([ScriptBlock]::Create('1').Ast.Extent), '${id}', 'in whatever language'
throw (New-Object Management.Automation.ParseException (, [Management.Automation.Language.ParseError[]]$error_))`;

describe.skipIf(pwshMissing)(`what the bootstrap refuses${because(pwshMissing)}`, () => {
  it('names the language mode it found, and nothing of what was sent runs', () => {
    const constrained = `$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'\n${runtime.bootstrap}`;
    const { exit, items } = boot(constrained, prelude(nonce, { text: "'ran'" }));
    expect({ exit, items }).toEqual({
      exit: 30,
      items: [{ kind: 'refusal', refusal: { refused: 'language-mode', found: 'ConstrainedLanguage' } }],
    });
  });

  it.each(['2.0', '5.0.10586.117', '6.2.4'])('names version %s and the cure', (version) => {
    const old = runtime.bootstrap.replace('$PSVersionTable.PSVersion', `[version]'${version}'`);
    const { exit, items } = boot(old, prelude(nonce, { text: "'ran'" }));
    const refusal = { refused: 'version', found: version } as const;
    expect({ exit, items }).toEqual({ exit: 30, items: [{ kind: 'refusal', refusal }] });
    expect(describeRefusal(refusal)).toContain('Windows Management Framework 5.1');
  });

  it.each(['ScriptContainedMaliciousContent', 'ScriptHasAdminBlockedContent'])(
    'names %s, the error that AMSI stops the runtime with, whatever language its words are in',
    (id) => {
      const { exit, items } = boot(runtime.bootstrap, prelude(nonce, { text: blockedScript(id) }));
      const refusal = { refused: 'script', found: id } as const;
      expect({ exit, items }).toEqual({ exit: 30, items: [{ kind: 'refusal', refusal }] });
      expect(describeRefusal(refusal)).toContain(`AMSI, ${id}`);
    },
  );

  it('names the error of a runtime that was changed on the way, and leaves other errors to PowerShell', () => {
    const cut = boot(runtime.bootstrap, prelude(nonce, { text: 'if ($true) {' }));
    expect(cut).toEqual({
      exit: 30,
      items: [{ kind: 'refusal', refusal: { refused: 'script', found: 'ParseException' } }],
    });
    expect(boot(runtime.bootstrap, prelude(nonce, { text: "throw 'ours'" }))).toEqual({ exit: 1, items: [] });
  });

  it('ends with 31 when stdin ends inside the prelude, and with nothing run', () => {
    const whole = prelude(nonce, { text: "'ran'" });
    for (const length of [0, 10, 34, 36, whole.length - 1])
      expect(boot(runtime.bootstrap, whole.slice(0, length))).toEqual({ exit: 31, items: [] });
    expect(boot(runtime.bootstrap, whole)).toEqual({ exit: 32, items: [{ kind: 'noise', text: 'ran' }] });
  }, 60_000);
});

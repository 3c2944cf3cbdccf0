import { readCollectorScripts } from '../../powershell/index.ts';
import { makeCollector } from '../../run/observe/collector.ts';
import type { Terminal } from '../../ui/terminal.ts';

/** To stdout the script and nothing else, so that its bytes are what the hash is of. */
export function printCollector(terminal: Terminal): number {
  const { text, sha256, commands } = makeCollector(readCollectorScripts());
  terminal.result(
    () => ({ schema: 'setright/collector@1', sha256, script: text, commands }),
    () => text,
  );
  terminal.say(`SHA-256 ${sha256}`);
  return 0;
}

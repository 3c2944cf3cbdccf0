import { describe, expect, test } from 'vitest';
import { read, refusalOf } from './read.ts';

const host = (transport: string) =>
  `hosts:\n  EX01: { transport: { user: ann, agent: true, ${transport} } }\n`;
const transportOf = (text: string) => read(host(text)).hosts[0]?.transport;

describe('narrow', () => {
  test('is said of a host that is reached by SSH, or of no host', () => {
    expect(transportOf('narrow: true')).toMatchObject({ type: 'ssh', narrow: true });
    expect(transportOf('narrow: false')).toMatchObject({ type: 'ssh', narrow: false });
    expect(transportOf('port: 22')).not.toHaveProperty('narrow');
  });

  test.each([
    ['a word', 'narrow: yes please'],
    ['a transport that cannot', 'type: winrm, password: { env: P }, narrow: true'],
  ])('is refused: %s', (_, said) => {
    expect(refusalOf(host(said))).toContain('narrow');
  });
});

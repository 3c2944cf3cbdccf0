import { describe, expect, it } from 'vitest';
import { readStderr } from '../../src/powershell/index.ts';

describe('readStderr', () => {
  it('passes plain text on as it is', () => {
    expect(readStderr('The term is not recognized.\n')).toBe('The term is not recognized.\n');
  });

  it('reads the errors out of CLIXML, several blocks and escapes included', () => {
    const block = (text: string) => `<Objs Version="1.1.0.1"><S S="Error">${text}</S></Objs>`;
    const clixml = `#< CLIXML\r\n${block('caf_x00E9_ &lt;1&gt; &amp;lt;_x000D__x000A_')}${block('again_x000A_')}`;
    expect(readStderr(clixml)).toBe('caf\u00e9 <1> &lt;\r\nagain\n');
  });

  it('leaves progress out', () => {
    const progress =
      '#< CLIXML\n<Objs><Obj S="progress" RefId="0"><MS><S N="A">Preparing modules</S></MS></Obj></Objs>';
    expect(readStderr(progress)).toBe('');
  });

  it('keeps what stands around it, and bears a block that was cut off', () => {
    expect(readStderr('before\n#< CLIXML\n<Objs><S S="Error">half')).toContain('before');
  });
});

import { expect, it } from 'vitest';
import { remedies } from '../../src/remedies/index.ts';
import { oldHosts } from './old-hosts.ts';
import { powershellCases } from './powershell-cases.ts';

/** `testedOn` is what somebody decides by: it follows from the cases that are played. */
it.each(remedies.map(({ name, testedOn }) => ({ name, testedOn })))(
  '$name says where it was played, and nothing else',
  ({ name, testedOn }) => {
    const claims = (where: string) => expect(testedOn.includes(where), `testedOn says "${where}"`);
    const cured = powershellCases.some((each) => each.name === name && each.file.startsWith('sick'));
    if (name !== 'stated-states') claims('PowerShell 7 with Windows faked').toBe(cured);
    claims('its .reg pair by hivex').toBe(oldHosts.some((each) => each.name === name));
    claims('simulated host').toBe(true);
  },
);

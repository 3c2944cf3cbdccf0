import { expect, it } from 'vitest';
import { remedies } from '../../src/remedies/index.ts';
import { oldHosts } from './old-hosts.ts';
import { powershellCases } from './powershell-cases.ts';

/** `testedOn` is what somebody decides by: it follows from the cases that are played. */
it.each(remedies.map(({ name, testedOn }) => ({ name, testedOn })))(
  '$name says where it was played, and nothing else',
  ({ name, testedOn }) => {
    const cured = powershellCases.some((each) => each.name === name && each.file.startsWith('sick'));
    if (name !== 'stated-states') expect(testedOn.includes('PowerShell 7 with Windows faked')).toBe(cured);
    const paired = oldHosts.some((each) => each.name === name);
    expect(testedOn.includes('its .reg pair by hivex')).toBe(paired);
    expect(testedOn).toContain('simulated host');
  },
);

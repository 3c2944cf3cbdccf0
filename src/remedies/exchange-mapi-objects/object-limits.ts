import type { RegistryValue } from '../../model/resource.ts';
import { sameName } from '../../model/windows-name.ts';
import { machineValue } from '../vocabulary/dword-value.ts';

const OBJECTS_KEY =
  'SYSTEM\\CurrentControlSet\\Services\\MSExchangeIS\\ParametersSystem\\MaxObjsPerMapiSession';

/**
 * Types that Microsoft names (KB830829, "Managed store limits"), spelt as events spell them: the same view of attachments has two names in
 * two versions. None is invented; an event of another type gets advice only.
 */
const TYPES = [
  'objtMessage',
  'objtFolder',
  'objtFolderView',
  'objtMessageView',
  'objtAttachment',
  'objtAttachView',
  'objtAttachmentView',
  'objtStream',
  'objtNotify',
  'objtACLView',
];

export const objectLimits: readonly RegistryValue[] = TYPES.map((type) => machineValue(OBJECTS_KEY, type));

/** The value that governs objects of this type. */
export const limitOfType = (type: string): RegistryValue | undefined =>
  objectLimits.find(({ name }) => sameName(name, type));

import type { Patch } from '../../model/patch.ts';
import { updateOf } from '../vocabulary/patch.ts';

/** Where its setup puts it: the folder that it proposes, and those that people choose for it. */
const folders = [
  '%ProgramFiles%\\Exchsrvr',
  'C:\\Exchsrvr',
  ...['D:', 'E:'].flatMap((drive) => [`${drive}\\Exchsrvr`, `${drive}\\Program Files\\Exchsrvr`]),
].map((folder) => `${folder}\\bin`);

export const STORE_PATHS = folders.map((folder) => `${folder}\\store.exe`);

/** KB898782's file table, and SP2, which has it. System32 has the copy that other programs of the server load. */
export const mendedMapi: Patch = {
  updates: [updateOf('Exchange Server 2003', 'SP2', 'KB898782')],
  files: {
    paths: [...folders.map((folder) => `${folder}\\Emsmdb32.dll`), '%SystemRoot%\\System32\\Emsmdb32.dll'],
    least: '6.5.7233.36',
  },
};

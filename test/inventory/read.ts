import { type Inventory, readInventory } from '../../src/inventory/load-inventory.ts';
import { UsageError } from '../../src/model/errors.ts';

/** Reads a text as the file `/home/anna/fleet/hosts.yaml`, named `hosts.yaml` on the command line. */
export const read = (text: string): Inventory =>
  readInventory(text, 'hosts.yaml', {
    file: '/home/anna/fleet/hosts.yaml',
    folder: '/home/anna/fleet',
    home: '/home/anna',
    platform: 'linux',
  });

/** What the user would read. */
export function refusalOf(text: string): string {
  try {
    read(text);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error('the file was accepted');
}

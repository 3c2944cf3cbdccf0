/** Files to hosts. The only entry of this folder: it loads the YAML and schema libraries, so import it when it is needed. */
export {
  type AskSecret,
  credentialReferences,
  rememberingCredentials,
  resolveCredential,
} from './credentials.ts';
export { type Inventory, loadInventory } from './load-inventory.ts';
export { selectHosts } from './select-hosts.ts';

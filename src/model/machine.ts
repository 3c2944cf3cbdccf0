/** What answered. A plan is bound to it: another machine behind the same name is refused. */
export interface Machine {
  readonly name: string;
  readonly domain: string;
  /** HKLM\SOFTWARE\Microsoft\Cryptography MachineGuid: survives renames, is copied by careless cloning. */
  readonly guid: string;
  /** ISO time of the installation; with the guid it tells a clone or a reinstall from the original. */
  readonly installedAt: string;
}

/** Equal for the same installation of Windows, whatever name led to it. */
export const machineKey = (machine: Machine): string =>
  `${machine.guid.toLowerCase()}@${machine.installedAt}`;

import { win32 } from 'node:path';

/**
 * The environment that a local `executable` gets. A PowerShell 7 console hands its own PSModulePath down to us; Windows PowerShell 5.1
 * would find the modules of 7 there before its own, and load none of them. Without the variable it makes up its own. PowerShell 7 sorts
 * an inherited one out by itself, and elsewhere there is only PowerShell 7.
 */
export function withOwnModulePath(
  platform: NodeJS.Platform,
  executable: string,
  environment: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  if (platform !== 'win32' || PWSH.test(win32.basename(executable))) return environment;
  // Windows tells no case apart in the names of variables, a copy of an environment does.
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => name.toLowerCase() !== 'psmodulepath'),
  );
}

const PWSH = /^pwsh(-preview)?(\.\w+)?$/i;

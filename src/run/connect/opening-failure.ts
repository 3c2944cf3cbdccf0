import { bad, type Check } from '../../model/diagnosis.ts';
import { LineLostError, NotServedError, TextChangedError } from '../../model/errors.ts';

/** Why no session came about, as the check that it belongs to. `said`: the message without the host's name. */
export function openingFailure(error: unknown, said: string, runtimeKilobytes: number): Check {
  if (error instanceof TextChangedError) return bad('encoding', said, '');
  if (error instanceof LineLostError)
    return bad(
      'first-reply',
      said,
      `PowerShell was started and sent ${runtimeKilobytes} KB. No answer: it is very slow (an antivirus program, a loaded host), or large packets do ` +
        'not arrive (path MTU): `setright path` from a host beside it tells.',
      'ping -f -l 1472 <this machine>',
    );
  if (!(error instanceof NotServedError)) return bad('powershell', said, '');
  if (error.refused === 'language-mode') return bad('language', said, '', showLanguageMode);
  return error.refused === 'script'
    ? bad('antivirus', said, '', showDetections)
    : bad('powershell', said, '');
}

const showLanguageMode =
  '$ExecutionContext.SessionState.LanguageMode; $env:__PSLockdownPolicy; Get-AppLockerPolicy -Effective -Xml';

/** Defender's own words; other programs keep a log of their own. */
const showDetections =
  'Get-MpThreatDetection | Select-Object -First 3; Get-ChildItem HKLM:\\SOFTWARE\\Microsoft\\AMSI\\Providers';

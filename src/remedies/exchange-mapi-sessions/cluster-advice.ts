import { printable } from '../../model/printable.ts';
import type { Advice } from '../../model/remedy.ts';
import { sameName } from '../../model/windows-name.ts';
import { STORE } from '../vocabulary/observed-limit-events.ts';
import type { Observed } from './observed.ts';
import { LIMIT_KEY, LIMIT_NAME } from './session-limit.ts';

const SCRIPTS = 'cd $exscripts';

/** What a cluster or a database availability group adds: one value on every member, and a restart that is theirs to make. */
export function clusterAdvice(
  { cluster, service }: Observed,
  limit: number,
  restarts: boolean,
): readonly Advice[] {
  if (!cluster.known || !(cluster.value.member || cluster.value.dag)) return [];
  const owner = cluster.value.resources.find((resource) => sameName(resource.service, service.service));
  const restart = owner ? byCluster(owner.name) : cluster.value.dag ? inMaintenance : undefined;
  return [everyMember(limit), ...(restart && restarts ? [restart] : [])];
}

const everyMember = (limit: number): Advice => ({
  title: 'Every member: the same limit',
  steps: [
    'Databases move between the members, and a limit that differs makes the results inconsistent. Hold every member to this remedy with the same limit.',
    `By hand, on each: reg add "HKLM\\${LIMIT_KEY}" /v "${LIMIT_NAME}" /t REG_DWORD /d ${limit}`,
  ],
  check: `On each member: reg query "HKLM\\${LIMIT_KEY}" /v "${LIMIT_NAME}"`,
  undo: `On each member: the value it had before, or reg delete "HKLM\\${LIMIT_KEY}" /v "${LIMIT_NAME}" /f where there was none.`,
});

const byCluster = (resource: string): Advice => ({
  title: "The restart is the cluster's to make",
  steps: [
    `The cluster resource is called ${printable(resource)}. Never stop ${STORE} with the services console or net stop: the cluster takes it for a failure.`,
    'Apply with --keep-without-effects first, so that the value is set; then, in a maintenance window, in a PowerShell with the FailoverClusters module:',
    '$name = Read-Host "Cluster resource"; Stop-ClusterResource -Name $name; Start-ClusterResource -Name $name',
    'Where there is no such module (Windows Server 2003 and 2008): cluster resource "<name>" /offline, then cluster resource "<name>" /online; bring the resources that depend on it online too.',
  ],
  check:
    'Get-ClusterResource (or cluster resource) shows it Online, and the databases are mounted where they were.',
  undo: 'A restart cannot be taken back.',
});

const inMaintenance: Advice = {
  title: 'The restart needs the server in maintenance (database availability group)',
  steps: [
    `In the Exchange Management Shell, one member at a time: ${SCRIPTS}; .\\StartDagServerMaintenance.ps1 -serverName $env:COMPUTERNAME`,
    'Exchange 2013 and later: Set-ServerComponentState $env:COMPUTERNAME -Component ServerWideOffline -State Inactive -Requester Maintenance',
    `Then apply; a server whose maintenance cannot be told (Exchange 2010) is not restarted by Setright: apply with --keep-without-effects and restart ${STORE} there yourself.`,
  ],
  check:
    'Get-MailboxDatabaseCopyStatus: no database is mounted on this server before the restart, and each is where it was after it.',
  undo: `Set-ServerComponentState $env:COMPUTERNAME -Component ServerWideOffline -State Active -Requester Maintenance; ${SCRIPTS}; .\\StopDagServerMaintenance.ps1 -serverName $env:COMPUTERNAME`,
};

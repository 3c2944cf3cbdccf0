import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { all } from '../hosts.ts';
import { pythonEnvironment, pythonWinrmMissing } from './python-winrm.ts';

const program = '/usr/bin/ansible';

/** Why Ansible cannot run here; undefined when it can. */
export const ansibleMissing: string | undefined =
  pythonWinrmMissing ??
  (spawnSync(program, ['--version']).status === 0
    ? undefined
    : 'needs ansible (apt-get install -y ansible-core)');

export interface Task {
  readonly port: number;
  readonly scheme: 'http' | 'https';
  readonly transport: 'ntlm' | 'basic';
  readonly user: string;
  readonly password: string;
  readonly caFile?: string;
  readonly module: string;
  readonly arguments: string;
}

/** What Ansible says of a task; modules add their own members. */
export interface TaskResult {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly rc?: number;
  readonly [member: string]: unknown;
}

/** A module of Ansible's that comes in by stdin; what stands behind the test server answers for it. */
const MODULE = '#!powershell\n#AnsibleRequires -CSharpUtil Ansible.Basic\n';

/** Has Ansible do one task on one host over its winrm connection. Rejects with what it prints when it tells no result. */
export async function doByAnsible(task: Task): Promise<TaskResult> {
  const folder = mkdtempSync(join(tmpdir(), 'setright-ansible-'));
  const [inventory, library, results] = ['hosts.json', 'library', 'results'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  mkdirSync(library);
  writeFileSync(join(library, 'probe.ps1'), MODULE);
  writeFileSync(inventory, JSON.stringify(inventoryOf(task)), { mode: 0o600 });
  const words = ['ex01', '-i', inventory, '-m', task.module, '-a', task.arguments, '--tree', results];
  const child = spawn(program, words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...pythonEnvironment(task.caFile ?? ''),
      HOME: folder,
      ANSIBLE_HOME: folder,
      ANSIBLE_LIBRARY: library,
      ANSIBLE_NOCOLOR: '1',
      LC_ALL: 'C.UTF-8',
    },
  });
  const [out, error] = await Promise.all([all(child.stdout), all(child.stderr)]);
  try {
    return JSON.parse(readFileSync(join(results, 'ex01'), 'utf8'));
  } catch (cause) {
    throw new Error(`${out}${error}`, { cause });
  }
}

const inventoryOf = ({ port, scheme, transport, user, password }: Task) => ({
  all: {
    hosts: {
      ex01: {
        ansible_host: '127.0.0.1',
        ansible_port: port,
        ansible_connection: 'winrm',
        ansible_shell_type: 'powershell',
        ansible_user: user,
        ansible_password: password,
        ansible_winrm_scheme: scheme,
        ansible_winrm_transport: transport,
        ansible_winrm_message_encryption: 'auto',
        ansible_winrm_operation_timeout_sec: 1,
        ansible_winrm_read_timeout_sec: 30,
      },
    },
  },
});

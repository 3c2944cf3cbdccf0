import type { Case } from '../case.ts';
import { helloCases } from './hello.ts';
import { registryReadCases } from './registry-read.ts';

export const cases: readonly Case[] = [...helloCases, ...registryReadCases];

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UsageError } from '../model/errors.ts';
import { isPlainObject } from '../model/json.ts';
import { PLAN_SCHEMA, type Plan } from '../model/plan.ts';
import { writeWhole } from './durable.ts';

/** Writes a plan as it will be read again: whole or not at all, readable by its owner only. */
export async function writePlanFile(path: string, plan: Plan): Promise<void> {
  try {
    await writeWhole(resolve(path), `${JSON.stringify(plan, null, 2)}\n`);
  } catch (cause) {
    throw new UsageError(`${path}: the plan cannot be written (${(cause as Error).message})`, { cause });
  }
}

/** Rejects with UsageError when this is no plan of this version. Whether it is as it was sealed is for `checkPlan` to say. */
export async function readPlanFile(path: string): Promise<Plan> {
  const plan = parsed(path, await textOf(path));
  if (!isPlainObject(plan) || typeof plan.schema !== 'string')
    throw new UsageError(`${path}: not a plan; \`setright plan -o ${path}\` writes one`);
  if (plan.schema !== PLAN_SCHEMA)
    throw new UsageError(
      `${path}: this version applies ${PLAN_SCHEMA}, found ${plan.schema}; make a new plan`,
    );
  if (!Array.isArray(plan.hosts) || !Array.isArray(plan.leftOut) || typeof plan.digest !== 'string')
    throw new UsageError(`${path}: parts of the plan are missing; make a new plan`);
  return plan as unknown as Plan;
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    const why = code === 'ENOENT' ? 'there is no such plan file' : `the plan cannot be read (${code})`;
    throw new UsageError(`${path}: ${why}; \`setright plan -o FILE\` writes one`, { cause });
  }
}

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UsageError(
      `${path}: not a plan (${(cause as Error).message}); \`setright plan -o FILE\` writes one`,
      {
        cause,
      },
    );
  }
}

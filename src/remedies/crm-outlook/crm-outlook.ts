import type { Remedy } from '../../model/remedy.ts';
import { numberOf } from '../vocabulary/number-of.ts';
import { judgeCrm } from './judge-crm.ts';
import { signatures } from './signatures.ts';

const KILOBYTES = 1024;

/** KB2015877's symptoms, looked for where they are: evidence for its cures, which are remedies of their own. */
export const crmOutlook: Remedy = {
  name: 'crm-outlook',
  title: 'The CRM client for Outlook shows the signs of KB2015877',
  summary:
    'Counts the handles of every OUTLOOK.EXE and looks for the eight messages of KB2015877 in the Application log and at the ends of the ' +
    "CRM client's trace files. Changes nothing: it says which of the cures the evidence points to.",
  appliesTo: 'Computers with Outlook and the Dynamics CRM client; every Windows.',
  sources: [
    'Microsoft KB2015877: symptoms 4 and 5, handles and messages',
    'Microsoft Learn, "Troubleshoot port exhaustion issues": more than 3,000 handles are suspicious, 10,000 a leak',
  ],
  corrections: [
    'KB2015877 has tracing enabled first; several of the messages stand in the Application log without it.',
    'KB2015877 names no provider and no event number: the messages are looked for by what they say, whoever logged them.',
  ],
  reads: 'Handles of OUTLOOK.EXE, messages in the Application log, the last megabyte of each CRM trace file.',
  changes: 'Nothing.',
  undo: 'Nothing was changed.',
  testedOn: ['simulated host', 'PowerShell 7 with Windows faked'],
  supersededBy: [],
  conflictsWith: [],
  reversible: 'yes',
  restart: 'none',
  confidence: 'documented',
  parameters: {
    handles: {
      title: 'from more than how many handles on',
      type: 'integer',
      default: 10000,
      minimum: 1000,
      maximum: 1000000,
      why: 'KB2015877: "more than 10,000 handles open".',
    },
    hours: {
      title: 'how far back messages count, in hours',
      type: 'integer',
      default: 72,
      minimum: 1,
      maximum: 2160,
      why: 'A program that runs out of memory does so within days; older messages are of an Outlook that has ended.',
    },
  },
  needs: (parameters) => {
    const parts = signatures.map((each) => each.parts);
    const hours = numberOf(parameters, 'hours');
    return {
      facts: {
        outlook: { fact: 'processes', ask: { name: 'OUTLOOK.EXE' } },
        events: { fact: 'event-texts', ask: { log: 'Application', hours, signatures: parts } },
        traces: { fact: 'crm-traces', ask: { kilobytes: KILOBYTES, signatures: parts } },
      },
      resources: [],
    };
  },
  judge: (evidence) =>
    judgeCrm(evidence, numberOf(evidence.parameters, 'handles'), numberOf(evidence.parameters, 'hours')),
};

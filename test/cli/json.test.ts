import { beforeAll, describe, expect, it } from 'vitest';
import { Desk, overTheLimit, SESSIONS } from './desk.ts';

const CONSENT = ['--yes', '--allow', 'service.restart'] as const;

/** Programs read this: a member that goes or is renamed needs another number behind the @. New ones may come. */
const MEMBERS = {
  'setright/check@1': ['exitCode', 'hosts'],
  'setright/diagnosis@1': ['capture', 'exitCode', 'hosts', 'plan', 'symptom'],
  'setright/plan@1': ['createdAt', 'createdBy', 'digest', 'hosts', 'id', 'leftOut', 'runtime'],
  'setright/apply@1': ['chainHead', 'exitCode', 'hosts', 'plan', 'run'],
  'setright/rollback@1': ['chainHead', 'exitCode', 'hosts', 'plan', 'run', 'undoes'],
  'setright/runs-list@1': ['folder', 'runs'],
  'setright/runs-show@1': [
    'broken',
    'chainHead',
    'controller',
    'hosts',
    'isEnded',
    'person',
    'plan',
    'run',
    'startedAt',
    'verb',
    'version',
  ],
  'setright/runs-verify@1': ['runs'],
  'setright/hosts-list@1': ['hosts', 'inventory'],
  'setright/explain@1': ['arguments', 'bootstrap', 'files', 'hosts', 'sha256'],
  'setright/explain-hashes@1': ['versions'],
  'setright/remedies-list@1': ['remedies'],
  'setright/remedies-show@1': [
    'appliesTo',
    'confidence',
    'conflictsWith',
    'name',
    'parameters',
    'restart',
    'reversible',
    'sources',
    'summary',
    'supersededBy',
    'title',
  ],
} as const;

const DIAGNOSED = [
  'at',
  'causes',
  'couldNotTell',
  'host',
  'links',
  'notLinked',
  'ruledOut',
  'sightings',
  'status',
  'summary',
  'verdicts',
];
const HOST = ['connections', 'details', 'findings', 'host', 'notInForce', 'status', 'summary'];

describe('--json', () => {
  const documents: Record<string, unknown>[] = [];
  beforeAll(async () => {
    const desk = await Desk.open({ EX01: overTheLimit });
    for (const words of [
      ['check', 'EX01'],
      ['diagnose', 'EX01'],
      ['plan', 'EX01', ...SESSIONS, '-o', desk.path('p.json')],
      ['apply', desk.path('p.json'), ...CONSENT],
      ['rollback', 'last', ...CONSENT],
      ['runs'],
      ['runs', 'show', 'last'],
      ['runs', 'verify'],
      ['hosts'],
      ['explain', 'EX01'],
      ['explain', '--hashes'],
      ['remedies'],
      ['remedies', 'show', 'exchange-mapi-sessions'],
    ])
      documents.push(JSON.parse((await desk.type(...words, '--json')).stdout));
  });

  it('is one document of a known schema from every verb', () => {
    expect(documents.map(({ schema }) => schema)).toEqual(Object.keys(MEMBERS));
  });

  it.each(Object.entries(MEMBERS))('%s has its members', (schema, members) => {
    const document = documents.find((each) => each.schema === schema) ?? {};
    expect(Object.keys(document)).toEqual(expect.arrayContaining([...members]));
  });

  it('tells each host of a diagnosis in the same members', () => {
    const { hosts } = documents.find(({ schema }) => schema === 'setright/diagnosis@1') ?? {};
    for (const host of hosts as object[]) expect(Object.keys(host).sort()).toEqual(DIAGNOSED);
  });

  it('tells each host of check, apply and rollback in the same members', () => {
    for (const document of documents.filter(
      ({ exitCode, symptom }) => exitCode !== undefined && symptom === undefined,
    ))
      for (const host of document.hosts as object[]) expect(Object.keys(host).sort()).toEqual(HOST);
  });
});

import { describe, expect, it } from 'vitest';
import { causes } from '../../src/diagnosis/causes/index.ts';
import { observations, symptomNamed, symptoms } from '../../src/diagnosis/index.ts';
import { mechanisms, order } from '../../src/diagnosis/mechanisms.ts';
import { UsageError } from '../../src/model/errors.ts';
import { remedyTable } from '../../src/remedies/index.ts';

describe('the tables of the diagnosis', () => {
  it('every remedy that a symptom asks for, or a cause explains, is in the catalogue', () => {
    const named = [
      ...symptoms.flatMap(({ remedies }) => remedies),
      ...causes.flatMap(({ explains }) => explains),
    ];
    expect(named.filter((name) => !Object.hasOwn(remedyTable, name))).toEqual([]);
  });

  it('every observation is asked for by a symptom, every symptom has something to ask', () => {
    const used = symptoms.flatMap((symptom) => symptom.observations);
    expect(Object.keys(observations).filter((name) => !used.some((each) => each === name))).toEqual([]);
    for (const { remedies, name } of symptoms) expect(remedies, name).not.toEqual([]);
  });

  it('what a mechanism brings about stands behind what brings it about', () => {
    for (const { from, to } of mechanisms) expect(order.indexOf(from)).toBeLessThan(order.indexOf(to));
  });

  it('has every remedy of the catalogue in a symptom, or in a cause', () => {
    const known = [
      ...symptoms.flatMap(({ remedies }) => remedies),
      ...causes.flatMap(({ explains }) => explains),
    ];
    // It judges what an inventory states; there is no symptom to that.
    const others = Object.keys(remedyTable).filter((name) => !known.includes(name));
    expect(others).toEqual(['stated-states']);
  });

  it('a symptom is found whatever its case; another is told with what was meant', () => {
    expect(symptomNamed('CRM').name).toBe('crm');
    expect(() => symptomNamed('964')).toThrow(UsageError);
    expect(() => symptomNamed('964')).toThrow(/9646/);
  });
});

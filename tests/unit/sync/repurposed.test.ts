import { isRepurposed } from '../../../server/src/sync/repurposed';

const before = { name: 'Birchwood Veterinary Clinic Inc.', email: 'hello@birchwoodvet.example', phone: '503-555-0142' };

describe('a record that became something else', () => {
  it.each([
    ['another business under the same id', { name: 'Zephyr Marine Salvage', email: 'crew@zephyr.example' }, true],
    ['another name and nothing else', { name: 'Zephyr Marine Salvage' }, true],
    ['a new name with the same e-mail', { ...before, name: 'Gresham Animal Hospital' }, false],
    ['a new name with the same phone', { name: 'Gresham Animal Hospital', phone: '(503) 555-0142' }, false],
    ['the same name spelled anew', { name: 'Birchwood Vet. Clinic, Incorporated' }, false],
    ['another e-mail', { ...before, email: 'desk@birchwood.example' }, false],
    ['no name', { email: 'crew@zephyr.example' }, false],
    ['the same', before, false],
  ])('%s', (_what, after, expected) => {
    expect(isRepurposed(before, after)).toBe(expected);
  });

  it('is told of items by their number', () => {
    const cable = { name: 'Cat6 patch cable 3 m', sku: 'CBL-C6-3M' };
    expect(isRepurposed(cable, { name: 'Network lead', sku: 'CBL-C6-3M' })).toBe(false);
    expect(isRepurposed(cable, { name: 'Office chair', sku: 'CHR-01' })).toBe(true);
  });
});

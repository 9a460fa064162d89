import { join } from 'node:path';
import { variantConflict, variantHint } from '../../../../server/src/matching/compare/variant';
import { normaliseRecord } from '../../../../server/src/matching/normalise/record';
import type { NormalisedRecord } from '../../../../server/src/matching/normalise/record';
import type { FieldValues } from '../../../../server/src/matching/types';
import { readTruth } from '../../../bench/truth';
import { datasetsFolder, hasDataset, readDataset } from '../dataset';

const good = (name: string, more: FieldValues = {}): NormalisedRecord =>
  normaliseRecord({ id: name, roles: { name, ...more } });
const pairs = (text: string): string[][] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.split(' | '));

/** Siblings: each line names two things that differ in one statement. */
const siblings = pairs(`
Microsoft 365 E3 (P1Y) | Microsoft 365 E3 (P1M)
Microsoft 365 E3 annual | Microsoft 365 E3 monthly
Microsoft 365 E3 1-Year | Microsoft 365 E3 3-year
Microsoft 365 E3 | Microsoft 365 E5
Entra ID P1 | Entra ID P2
Exchange Online (Plan 1) | Exchange Online Plan 2
Microsoft 365 Business Basic | Microsoft 365 Business Premium
Microsoft 365 Business Standard | Microsoft 365 Business Premium
Office 365 E3 faculty | Office 365 E3 student
Acrobat Pro Academic | Acrobat Pro Nonprofit
Acrobat Pro EDU | Acrobat Pro Commercial
M365 G3 GCC | M365 G3 nonprofit
Hose 6 mm | Hose 8 mm
Hose 6mm x 10 m | Hose 6mm x 15 m
Elbow 1/2" | Elbow 3/4"
Elbow 1/2 in | Elbow 3/4 in
Elbow 1/2 | Elbow 3/4
Elbow 1-1/2" | Elbow 1-1/4"
USB stick 64GB | USB stick 128 GB
SSD 1 TB | SSD 2TB
Cable 10 m | Cable 15 m
Cable 3ft blue | Cable 10 ft blue
Cable 3' | Cable 10'
Wire 12 AWG | Wire 14 AWG
Wire 12 gauge | Wire 14 ga
Door hinge left | Door hinge right
Door hinge LH | Door hinge RH
Hinge L/H | Hinge R/H
Patch cable blue | Patch cable red
Gloves ten-pack | Gloves each
Gloves 10-pack | Gloves box of 100
Gloves (10 pk) | Gloves 100/box
Gloves 100 ct | Gloves 50 ct
Norton renewal | Norton new
Norton upgrade | Norton full version
Office 2019 Standard | Office 2021 Standard
Windows 10 Pro | Windows 11 Pro
Windows 11 Pro | Windows 11 Home
Labor onsite | Labor remote
Labor overtime | Labor regular
Labor per hour | Labor per day
Glove S | Glove L
Gloves Small | Gloves Large
Gloves, M | Gloves, XL
Bolt M6 x 20 | Bolt M8 x 20
Schlauch 6 mm | Schlauch 8 mm
Scharnier links | Scharnier rechts
Charnière gauche | Charnière droite
Bisagra izquierda | Bisagra derecha
Zawias lewy | Zawias prawy
Abo jährlich | Abo monatlich
Licence 1 an | Licence 3 ans
Antivirus 5 users | Antivirus 10 users
Backup 1 TB per year | Backup 1 TB monthly
左ドアミラー | 右ドアミラー
ケーブル 黒 | ケーブル 白
ウイルスソフト 1年版 | ウイルスソフト 3年版
Filter 10x20x1 | Filter 16x20x1
Cat5e cable | Cat6 cable
Cat 5e cable | Cat 6 cable
Bulb 2700K | Bulb 4000K
Paint 1 gal | Paint 5 gal
Paint 1 gallon | Paint 1 quart
Zip ties 100 pack | Zip ties 1000 pack
Screw #8 x 1-1/4" | Screw #8 x 2"
Toner black | Toner cyan
Battery AA 4-pack | Battery AA 8-pack
Server 2022 Standard | Server 2022 Datacenter
Mirror driver side | Mirror passenger side
Brake pad front | Brake pad rear
Vinyl tile 12" x 12" | Vinyl tile 18" x 18"
QuickBooks Online Plus | QuickBooks Online Essentials
QuickBooks Online Simple Start | QuickBooks Online Plus
iPhone 13 128GB | iPhone 14 128GB
Defender for Office 365 P1 | Defender for Office 365 P2
Microsoft 365 E3 (annual commitment, monthly billing) | Microsoft 365 E3 (annual commitment, annual billing)
Support 8x5 | Support 24x7
`);

/** The same thing, or what may be the same. */
const alike = pairs(`
Hose 6 mm 10 m | Hose 10 m
Hose 6 mm | Hose 10 m
Elbow 0.5 in | Elbow 1/2"
Elbow 12.7 mm | Elbow 1/2 inch
Disk 1 TB | Disk 1000GB
Disk 1TB | Disk 1024 GB
M365 E3 1 yr | M365 E3 12 months
M365 E3 annual | M365 E3 P1Y
M365 E3 annual | M365 E3 yearly
M365 E3 | M365 E3 annual
Cable 6 ft blue | Blue cable 6'
Cable 1.5 m | Cable 150 cm
Acrobat Pro Academic | Acrobat Pro Education
Acrobat Pro Academic | Acrobat Professional EDU
Office non-profit | Office Charity
Gloves 100 ct | Gloves box of 100
Gloves 100/box | Gloves (100 pack)
Hinge LH | Hinge left hand
Labor on-site | Onsite labor
Labor hourly | Labor per hour
Labor after hours | Labor overtime
Exchange Online (Plan 1) | Exchange Online Plan 1 annual
Black & Decker Drill 18V | Black & Decker 18 V Drill black
Scharnier links | Hinge left
Ten-pack pens | Pens 10-pack
Windows 11 Pro | Windows 11 Professional
Plan 1 | Plan 01
Filter 16x20x1 | Filter 16 x 20 x 1
Paint 1 gal | Paint 3.785 l
Laptop 8GB RAM 256GB SSD | Laptop 256GB
Bolt M6x20 | Bolt M6 x 20
`);

describe('variants', () => {
  it.each(siblings)('%s is not %s', (a, b) => {
    expect(variantConflict(good(a!), good(b!))).not.toBeNull();
    expect(variantConflict(good(b!), good(a!))).not.toBeNull();
  });
  it.each(alike)('%s may be %s', (a, b) => {
    expect(variantConflict(good(a!), good(b!))).toBeNull();
    expect(variantConflict(good(b!), good(a!))).toBeNull();
  });
  it('says what differs', () => {
    expect(variantConflict(good('Hose 6 mm'), good('Hose 8 mm'))).toEqual({
      what: 'size',
      left: '6 mm',
      right: '8 mm',
    });
    expect(variantConflict(good('Suite P1Y'), good('Suite monthly'))).toEqual({
      what: 'term',
      left: '12 months',
      right: '1 months',
    });
  });
  it('reads a term from a field of its own', () => {
    const monthly = good('Mail filter', { category: 'Monthly' });
    expect(variantConflict(monthly, good('Mail filter annual'))?.what).toBe('term');
  });
  it('takes a long description as an excuse and not as a statement', () => {
    const description = 'Fits every kitchen: comes in black or white, with a steel tray and two racks for plates';
    expect(variantConflict(good('Dish rack white'), good('Dish rack black', { description }))).toBeNull();
    expect(variantConflict(good('Dish rack white'), good('Dish rack', { description }))).toBeNull();
  });
  it('knows another maker by the title', () => {
    const bosch = good('Bosch oil filter', { category: 'Bosch' });
    expect(variantConflict(bosch, good('Mahle oil filter', { category: 'Mahle' }))?.what).toBe('maker');
    expect(variantConflict(bosch, good('Mahle filter for Bosch pumps', { category: 'Mahle' }))?.what).toBeUndefined();
  });
  it('reads no variants of customers', () => {
    const customer = good('Blue Left Ltd', { city: 'Salem', phone: '503 555 0142' });
    expect(customer.variant).toBeNull();
  });
  it('counts what only one record says', () => {
    expect(variantHint(good('Acrobat Pro Academic'), good('Acrobat Pro'))).toBe(1);
    expect(variantHint(good('Acrobat Pro trial, ten-pack'), good('Acrobat Pro'))).toBe(2);
    expect(variantHint(good('Acrobat Pro annual'), good('Acrobat Pro'))).toBe(0);
    expect(variantHint(good('Acrobat Pro Academic'), good('Acrobat Pro EDU'))).toBe(0);
  });
});

describe('variants of labelled products', () => {
  const name = 'abt-buy';
  const run = hasDataset(name) ? it : it.skip;
  if (!hasDataset(name)) console.log(`${name}: skipped, the data set is not there.`);
  run('forbid less than 3 in 1000 right pairs', () => {
    const set = readDataset(name);
    const byId = (records: typeof set.left): Map<string, NormalisedRecord> =>
      new Map(records.map((record) => [record.id, normaliseRecord(record)]));
    const [left, right] = [byId(set.left), byId(set.right)];
    const truth = [...(readTruth(join(datasetsFolder, name), set.mode)?.pairs ?? [])].map((key) => key.split('\n'));
    const forbidden = truth.filter(([a, b]) => variantConflict(left.get(a!)!, right.get(b!)!) !== null);
    expect(truth.length).toBeGreaterThan(1000);
    expect(forbidden.length / truth.length).toBeLessThan(0.003);
  });
});

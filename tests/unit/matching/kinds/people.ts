import type { Kind, Row } from './kind';

const home = (name: string, address: string, city: string, more: object = {}): Row => ({
  name,
  address,
  city,
  ...more,
});

export const people: readonly Kind[] = [
  {
    what: 'members of one family at one address',
    pairs: [
      [home('Anna Kowalski', '14 Birch Ln', 'Salem'), home('Anna Kowalski', '14 Birch Lane', 'Salem')],
      [home('Piotr Kowalski', '14 Birch Ln', 'Salem'), home('Piotr Kowalski', '14 Birch Lane', 'Salem')],
      [home('Grace Okafor', '9 Cove Rd', 'Bend'), home('Grace Okafor', '9 Cove Road', 'Bend')],
      [home('Daniel Okafor', '9 Cove Rd', 'Bend'), home('Daniel Okafor', '9 Cove Road', 'Bend')],
      [home('Mei Tanaka', '3 Pier St', 'Astoria'), home('Mei Tanaka', '3 Pier Street', 'Astoria')],
    ],
    left: [home('Tomasz Kowalski', '14 Birch Ln', 'Salem'), home('Kenji Tanaka', '3 Pier St', 'Astoria')],
    right: [home('Zofia Kowalski', '14 Birch Lane', 'Salem'), home('Yuki Tanaka', '3 Pier Street', 'Astoria')],
    least: 0.8,
  },
  {
    what: 'nicknames and swapped first and last names',
    pairs: [
      [home('Bill Thornbury', '8 Ash St', 'Salem'), home('William Thornbury', '8 Ash St', 'Salem')],
      [home('Bob Castellan', '21 Elm Dr', 'Bend'), home('Castellan, Robert', '21 Elm Drive', 'Bend')],
      [home('Peggy Lindqvist', '4 Fir Ct', 'Tigard'), home('Margaret Lindqvist', '4 Fir Court', 'Tigard')],
      [home('Smith, John', '77 Oak Ave', 'Eugene'), home('John Smith', '77 Oak Avenue', 'Eugene')],
      [home('Hans Brandauer', '5 Linden Rd', 'Dallas'), home('Johannes Brandauer', '5 Linden Rd', 'Dallas')],
      [home('Pepe Villaseñor', '30 Rio Ln', 'Medford'), home('José Villaseñor', '30 Rio Ln', 'Medford')],
      [home('Kasia Wiśniewska', '2 Mill Rd', 'Astoria'), home('Katarzyna Wisniewska', '2 Mill Rd', 'Astoria')],
    ],
    left: [home('Bill Harkness', '60 Bay St', 'Salem')],
    right: [home('Peggy Harkness', '61 Cliff Rd', 'Bend')],
    least: 0.7,
  },
  {
    what: 'names of persons and nothing else',
    pairs: [
      ['Smith, John', 'John Smith'],
      ['Nguyen, Linh', 'Linh Nguyen'],
      ['Okonkwo, Chidi', 'Chidi Okonkwo'],
      ['Bob Rasmussen', 'Robert Rasmussen'],
      ['Liz Abernathy', 'Elizabeth Abernathy'],
      ['Marek Dvořák', 'Dvorak, Marek'],
    ],
    left: ['Tom Rasmussen', 'William Abernathy'],
    right: ['Peter Rasmussen', 'Henry Okonkwo'],
    least: 0.5,
  },
];

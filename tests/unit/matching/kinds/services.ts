import type { Kind } from './kind';

/** Short lists of rates and services, each side in its own words. */
export const services: readonly Kind[] = [
  {
    what: 'rates named with synonyms',
    pairs: [
      ['Labor - onsite', 'Technician time on-site'],
      ['Labor - remote', 'Technician time remote'],
      ['Travel', 'Trip charge'],
      ['After hours labor', 'Overtime labour'],
      ['Diagnostics', 'Troubleshooting'],
      ['Installation', 'Install & set-up'],
      ['Consulting', 'Consultancy'],
      ['Project management', 'Project management hourly'],
    ],
    left: ['Warehouse storage'],
    right: ['Fuel surcharge'],
    least: 0.5,
  },
  {
    what: 'rates named nearly the same',
    pairs: [
      [
        { name: 'Labour - On-site', price: '120' },
        { name: 'Labor onsite', price: '120.00' },
      ],
      [
        { name: 'Labour - Remote', price: '95' },
        { name: 'Labor remote', price: '95.00' },
      ],
      [
        { name: 'Emergency callout', price: '250' },
        { name: 'Emergency call-out', price: '250.00' },
      ],
      [
        { name: 'Mileage per mile', price: '0.67' },
        { name: 'Mileage', price: '0.67' },
      ],
      [
        { name: 'Senior engineer hourly', price: '180' },
        { name: 'Senior engineer per hour', price: '180.00' },
      ],
      [
        { name: 'Junior engineer hourly', price: '90' },
        { name: 'Junior engineer per hour', price: '90.00' },
      ],
    ],
    least: 0.6,
  },
  {
    what: 'a rate and its sibling only',
    pairs: [],
    left: ['Labor onsite', 'Labor regular hours', 'Engineer hourly', 'Cabling per foot'],
    right: ['Labor remote', 'Labor overtime', 'Engineer day rate', 'Rack rental'],
    least: 1,
  },
  {
    what: 'synonyms that one list tells apart',
    pairs: ['Mileage', 'Trip charge', 'Travel time', 'Overtime labor', 'Emergency labor', 'Regular labor'].map(
      (name) => [name, name],
    ),
    least: 1,
  },
];

import type { Kind, Row } from './kind';

const at = (name: string, city: string, address: string, more: object = {}): Row => ({ name, city, address, ...more });

/** Customers: chains, sub-customers, twins, namesakes. */
export const customers: readonly Kind[] = [
  {
    what: 'sites of a chain billed to one head office',
    shared: true,
    pairs: [
      ...['Portland', 'Salem', 'Eugene', 'Bend', 'Medford'].map((city): [Row, Row] => [
        { name: `Brightwater Coffee - ${city}`, city, email: 'billing@brightwater.example' },
        { name: 'Brightwater Coffee', city: 'Portland', email: 'billing@brightwater.example' },
      ]),
      ...['Astoria', 'Tigard', 'Gresham'].map((city): [Row, Row] => [
        { name: `Fennel & Rye (${city})`, city, email: 'ap@fennelrye.example' },
        { name: 'Fennel and Rye LLC', city: 'Salem', email: 'ap@fennelrye.example' },
      ]),
    ],
    left: [{ name: 'Brightside Toffee', city: 'Portland', email: 'hello@brightside.example' }],
    right: [{ name: 'Fenwick Rye Farms', city: 'Salem', email: 'office@fenwick.example' }],
    least: 0.75,
  },
  {
    what: 'sub-customers written Parent:Child',
    pairs: [
      ['Marlowe Property:Harbor Tower', 'Harbor Tower'],
      ['Marlowe Property:Quarry Lofts', 'Quarry Lofts'],
      ['Marlowe Property:Cedar Court', 'Cedar Court'],
      ['Alder School District:Lincoln Elementary', 'Alder School District:Lincoln Elementary'],
      ['Alder School District:Roosevelt Middle', 'Roosevelt Middle'],
      ['Alder School District:Jefferson High', 'Jefferson High'],
    ],
    left: ['Marlowe Property:Mill House'],
    right: ['Alder School District', 'Marlowe Property'],
    // The parent may have two of that name: most are left to a person, first among the suggestions.
    least: 0.15,
  },
  {
    what: 'an inactive twin',
    pairs: ['Larkspur Bakery', 'Kestrel Roofing', 'Umber Printing', 'Vesper Optics'].map((name) => [
      { name, phone: '503 555 0142'.replace('0142', String(1000 + name.length * 37)) },
      { name: `${name}, Inc.`, phone: '503 555 0142'.replace('0142', String(1000 + name.length * 37)) },
    ]),
    right: ['Larkspur Bakery', 'Kestrel Roofing', 'Umber Printing'].map((name) => ({
      name: `${name} (deleted)`,
      phone: '503 555 0142'.replace('0142', String(1000 + name.length * 37)),
      inactive: true as const,
    })),
    // Four records teach little: the pairs come out at .94, first but under the threshold.
    least: 0.25,
  },
  {
    what: 'companies of one name in different towns',
    pairs: [
      [at('Garnet Dental', 'Salem', '12 Mill St'), at('Garnet Dental', 'Salem', '12 Mill Street')],
      [at('Garnet Dental', 'Bend', '77 Ridge Rd'), at('Garnet Dental LLC', 'Bend', '77 Ridge Road')],
      [at('Orchard Veterinary', 'Eugene', '5 Oak Ave'), at('Orchard Veterinary', 'Eugene', '5 Oak Avenue')],
      [at('Juniper Catering', 'Tigard', '901 Main St'), at('Juniper Catering', 'Tigard', '901 Main St')],
    ],
    left: [at('Garnet Dental', 'Astoria', '300 Pier Rd'), at('Nimbus Logistics', 'Dallas', '4 Elm St')],
    right: [at('Garnet Dental', 'Medford', '18 Pine St'), at('Nimbus Logistics', 'Hood River', '61 Bay Dr')],
    least: 0.75,
  },
  {
    what: 'the same name with another tax id',
    pairs: [
      [
        { name: 'Copper Hollow Farms', taxId: 'DE 811 222 333', city: 'Salem' },
        { name: 'Copper Hollow Farms', taxId: 'DE811222333', city: 'Salem' },
      ],
      [
        { name: 'Drift Bracken Supply', taxId: '93-1200345', city: 'Bend' },
        { name: 'Drift Bracken Supply', taxId: '931200345', city: 'Bend' },
      ],
    ],
    left: [{ name: 'Thistle & Sable', taxId: '93-1200345', city: 'Bend', email: 'office@thistle.example' }].map(
      (row) => ({ ...row, taxId: '47-5551234' }),
    ),
    right: [{ name: 'Thistle & Sable', taxId: '88-9911223', city: 'Bend', email: 'office@thistle.example' }],
    least: 1,
  },
  {
    what: 'companies behind one switchboard and one landlord domain',
    pairs: [
      'Ember Law',
      'Indigo Insurance',
      'Cinder Accounting',
      'Dorset Travel',
      'Harrow Architects',
      'Basalt Surveyors',
      'Willow Recruiting',
      'Zephyr Media',
    ].map((name): [Row, Row] => [
      { name, phone: '(503) 555-0100', domain: 'towercentre.example', address: '1 Tower Plaza', city: 'Salem' },
      {
        name: `${name} LLC`,
        phone: '503.555.0100',
        domain: 'towercentre.example',
        address: '1 Tower Plz',
        city: 'Salem',
      },
    ]),
    left: ['Fallow Tax', 'Grove Notary', 'Quill Press', 'Ridge Realty'].map((name) => ({
      name,
      phone: '(503) 555-0100',
      domain: 'towercentre.example',
      address: '1 Tower Plaza',
      city: 'Salem',
    })),
    right: ['Yarrow Staffing', 'Umber Design', 'Sable Security', 'Copper Capital'].map((name) => ({
      name,
      phone: '503.555.0100',
      domain: 'towercentre.example',
      address: '1 Tower Plz',
      city: 'Salem',
    })),
    least: 0.75,
  },
  {
    what: 'companies with free mail',
    pairs: ['Marlow Plumbing', 'Kestrel Electric', 'Harrow Tiles', 'Ember Stoves'].map((name, n): [Row, Row] => [
      { name, email: `${name.split(' ')[0]!.toLowerCase()}${n}@gmail.com` },
      { name: `${name} Inc`, email: `${name.split(' ')[0]!.toLowerCase()}${n}@gmail.com` },
    ]),
    left: [
      { name: 'Alder Fencing', email: 'alderfence@gmail.com' },
      { name: 'Vesper Nails', email: 'vn@freenet.de' },
    ],
    right: [
      { name: 'Basalt Paving', email: 'basaltpave@gmail.com' },
      { name: 'Juniper Gym', email: 'jg@freenet.de' },
    ],
    least: 0.75,
  },
];

import { fictionalPhone, table } from './table';

/** `key` and `group` exist only here: they tell the QuickBooks side which record is meant. */
export interface DemoClient {
  key: string;
  name: string;
  email: string | null;
  phone: string | null;
  taxId: string | null;
  street: string;
  city: string;
  region: string;
  postalCode: string;
  website: string | null;
  currency: string;
}

const columns = ['key', 'name', 'mailbox', 'domain', 'street', 'city', 'region', 'postalCode'] as const;

/** Clients of Harborline IT Services. All invented. An empty mailbox: no e-mail is known. */
const rows = table(
  columns,
  `
  quill-pearl     | Quillfeather Dental - Pearl District   | frontdesk.pearl | quillfeatherdental.example | 1220 NW Lorrimer St      | Portland     | OR | 97209
  quill-beav      | Quillfeather Dental - Beaverton        | frontdesk.bvt   | quillfeatherdental.example | 4475 SW Tamsin Ave       | Beaverton    | OR | 97005
  quill-gresh     | Quillfeather Dental - Gresham          | frontdesk.gre   | quillfeatherdental.example | 318 NE Pell Loop         | Gresham      | OR | 97030
  quill-vanc      | Quillfeather Dental - Vancouver        | frontdesk.van   | quillfeatherdental.example | 905 Orchard Bend Rd      | Vancouver    | WA | 98660
  brindle-haw     | Brindlewood Veterinary Hawthorne       | hawthorne       | brindlewoodvet.example     | 3640 SE Alderman St      | Portland     | OR | 97214
  brindle-sell    | Brindlewood Veterinary Sellwood        | sellwood        | brindlewoodvet.example     | 8112 SE Tolliver Ave     | Portland     | OR | 97202
  brindle-stj     | Brindlewood Veterinary St. Johns       | stjohns         | brindlewoodvet.example     | 7217 N Kimbrough St      | Portland     | OR | 97203
  marlow-tower    | Marlowe Tower (Marlowe Property)       | tower           | marloweproperty.example    | 410 SW Quarry St         | Portland     | OR | 97204
  marlow-lofts    | Marlowe Lofts (Marlowe Property)       | lofts           | marloweproperty.example    | 1933 NE Foundry Way      | Portland     | OR | 97232
  marlow-park     | Marlowe Office Park (Marlowe Property) | officepark      | marloweproperty.example    | 12400 SW Carrick Pkwy    | Tigard       | OR | 97223
  tidemark-ast    | Tidemark Credit Union, Astoria branch  | astoria         | tidemarkcu.example         | 77 Pilot House Ln        | Astoria      | OR | 97103
  tidemark-sea    | Tidemark Credit Union, Seaside branch  | seaside         | tidemarkcu.example         | 215 Lantern St           | Seaside      | OR | 97138
  tidemark-war    | Tidemark Credit Union, Warrenton       | warrenton       | tidemarkcu.example         | 1490 Dredge Rd           | Warrenton    | OR | 97146
  alderfinch      | Alder & Finchley Architects            | office          | alderfinchley.example      | 2208 NW Vestry St        | Portland     | OR | 97210
  basaltworks     | Basaltworks Brewing Company            | accounts        | basaltworks.example        | 55 SE Cooperage Ave      | Portland     | OR | 97214
  omalley         | O'Maddigan's Hardware                  | shop            | omaddigans.example         | 6021 N Fennimore Ave     | Portland     | OR | 97217
  cafe-lumiere    | Café Lumineuse                         | bonjour         | cafelumineuse.example      | 812 SE Belrose St        | Portland     | OR | 97214
  mueller         | Müllenbach Precision Machining         | ap              | muellenbach.example        | 19550 SW Turret Ct       | Tualatin     | OR | 97062
  pena            | Peñaflor Family Orthodontics           | hello           | penaflorortho.example      | 3344 NE Sandoval Blvd    | Portland     | OR | 97213
  brendan         | St. Brannock's Academy                 | business.office | stbrannocks.example        | 5100 SE Chancel St       | Portland     | OR | 97215
  hearwell        | Hearwell Audiology of Salem            | billing         | hearwellsalem.example      | 640 Capitol Elm St NE    | Salem        | OR | 97301
  northquay       | Northquay Logistics                    | ap              | northquay.example          | 8800 N Bargeman Way      | Portland     | OR | 97203
  driftwell       | Driftwell Coffee Roasters              | orders          | driftwell.example          | 1717 SE Kiln St          | Portland     | OR | 97202
  ironmoor        | Ironmoor Freight Lines                 | payables        | ironmoor.example           | 14220 NE Axle Dr         | Portland     | OR | 97230
  summitpeds      | Summerlin Ridge Pediatrics             | admin           | summerlinpeds.example      | 9925 SE Cradle Hill Rd   | Happy Valley | OR | 97086
  goosehollow     | Gosling & Hollis Law Group             | office          | goslinghollis.example      | 1001 SW Assize Ave       | Portland     | OR | 97205
  lindqvist       | Lindkvist & Daughters Boatworks        | yard            | lindkvistboats.example     | 33 Slipway Rd            | St. Helens   | OR | 97051
  crestline       | Crestmere Surveying                    | field           | crestmere.example          | 2710 River Theodolite Rd | Eugene       | OR | 97401
  taborland       | Taborline Montessori School            | office          | taborline.example          | 6106 SE Yarrow St        | Portland     | OR | 97215
  sauvie          | Sauverin Island Organics               | farm            | sauverinorganics.example   | 18811 NW Gander Rd       | Portland     | OR | 97231
  inkwell         | Inkwell & Otter Books                  | books           | inkwellotter.example       | 3723 SE Folio St         | Portland     | OR | 97214
  kestrel         | Kestrelmark Analytics                  | finance         | kestrelmark.example        | 111 SW Abacus St, Ste 900| Portland     | OR | 97204
  larkspur        | Larkspire Senior Living                | accounting      | larkspire.example          | 15300 SW Verbena Ln      | King City    | OR | 97224
  zephyr          | Zephyrine Wind Services                | ops             | zephyrine.example          | 820 Gorge View Dr        | Hood River   | OR | 97031
  copperpot       | The Copper Kettle Kitchen              | chef            | copperkettlekitchen.example| 2525 NE Saucier St       | Portland     | OR | 97212
  hollowoak       | Hollow Oak Winery                      | cellar          | hollowoakwinery.example    | 7400 NE Cordon Rd        | Dundee       | OR | 97115
  bellweather     | Bellwether Insurance Agency            | office          | bellwetherins.example      | 960 Liberty Gate St SE   | Salem        | OR | 97302
  millrace        | Millrace Paper & Packaging             | ap              | millracepaper.example      | 31 Flume St              | Oregon City  | OR | 97045
  juniperpt       | Juniper Point Physical Therapy         | frontdesk       | juniperpointpt.example     | 1250 NW Gait Ave         | Bend         | OR | 97703
  redfern         | Redfernley Nursery                     | office          | redfernley.example         | 28700 SE Trellis Rd      | Boring       | OR | 97009
  stonebridge     | Stonebriar Accounting PC               | hello           | stonebriarcpa.example      | 700 Ledger Sq            | Lake Oswego  | OR | 97034
  harvestmoon     | Harvest Moon Grocery Co-op             | bookkeeping     | harvestmooncoop.example    | 4040 N Pantry Ave        | Portland     | OR | 97227
  tanaka          | Tanamori Dental Lab                    | lab             | tanamorilab.example        | 10850 SW Enamel St       | Beaverton    | OR | 97008
  bluecanyon      | Blue Canyon Excavating                 | office          | bluecanyonex.example       | 52 Berm Rd               | Estacada     | OR | 97023
  whitcomb        | Whitcombe Funeral Home                 | director        | whitcombefuneral.example   | 1515 Elegy St            | McMinnville  | OR | 97128
  fernbrook       | Fernbrook Elementary PTA               | treasurer       | fernbrookpta.example       | 2900 NW Satchel Dr       | Hillsboro    | OR | 97124
  pinnacle        | Pinnaclestone Roofing                  | estimates       | pinnaclestone.example      | 17800 SE Gable Ave       | Milwaukie    | OR | 97222
  nguyen          | Nguyen-Alvarado Family Dentistry       | office          | nguyenalvarado.example     | 8201 SE Bicuspid St      | Portland     | OR | 97206
  cloudberry      | Cloudberry Software                    | ap              | cloudberrysoft.example     | 215 SW Iterator Way      | Portland     | OR | 97201
  gatehouse       | Gatehouse Theatre Company              | boxoffice       | gatehousetheatre.example   | 909 NW Proscenium Ave    | Portland     | OR | 97209
  riverbend       | Riverbend Marine Supply                | sales           | riverbendmarine.example    | 6400 N Capstan Way       | Portland     | OR | 97217
  riverbendflor   | Riverbend Florist                      | flowers         | riverbendflorist.example   | 1402 Petal St            | Oregon City  | OR | 97045
  evergreenauto   | Evergreen Axle & Auto                  | service         | evergreenaxle.example      | 3305 Camber Ct           | Vancouver    | WA | 98662
  hightower       | Hightower Elevator Maintenance         | dispatch        | hightowerelevator.example  | 72 Sheave St             | Portland     | OR | 97211
  maplecrest      | Maplecrest Chiropractic                |                 | maplecrestchiro.example    | 530 Lumbar Ln            | West Linn    | OR | 97068
  palomar         | Palomarine Seafood Market              | counter         | palomarine.example         | 18 Creel Wharf           | Newport      | OR | 97365
  sandstone       | Sandstone Pediatric Therapy            | intake          | sandstonetherapy.example   | 4410 SW Playfair Rd      | Portland     | OR | 97219
  trillium-a      | Trilliant Environmental                | projects        | trilliantenv.example       | 1300 SE Strata Ave       | Portland     | OR | 97214
  trillium-b      | Trilliant Events                       | hello           | trilliantevents.example    | 2701 NW Marquee St       | Portland     | OR | 97210
  valkyrie        | Valkyrja Fitness                       | front           | valkyrjafit.example        | 1111 NE Kettlebell Ct    | Portland     | OR | 97232
  wexford         | Wexhall Title & Escrow                 | escrow          | wexhalltitle.example       | 200 SW Parchment St      | Portland     | OR | 97204
  yamhill         | Yamhall Creamery                       | dairy           | yamhallcreamery.example    | 9100 Churn Rd            | Carlton      | OR | 97111
  zimmer          | Zimmerlund Cabinetry                   | shop            | zimmerlund.example         | 2460 SE Dovetail Ave     | Portland     | OR | 97202
  kootenay        | Kootenay Bay Outfitters                | comptes         | kootenaybay.example        | 88 Portage St            | Nelson       | BC | V1L 0A1
  maisonneuve     | Maisonnette Patisserie                 | bonjour         | maisonnette.example        | 1450 Rue du Levain       | Victoria     | BC | V8W 0A2
  jsmith          | Jan Smithers (consultant)              | jan             | jansmithers.example        | 3912 NE Porchlight St    | Portland     | OR | 97211
  newleaf         | New Leaf Recovery Center               |                 | newleafrecovery.example    | 655 SE Sapling St        | Portland     | OR | 97216
  orchardview     | Orchard View Estates HOA               | board           | orchardviewhoa.example     | 1 Windfall Cir           | Sherwood     | OR | 97140
  `,
);

/** Clients that came through a referral form that does not ask for a phone number. */
const withoutPhone = new Set(['jsmith', 'orchardview', 'fernbrook', 'copperpot', 'trillium-b']);

export const clients: DemoClient[] = rows.map((row, index) => {
  const canadian = row.region === 'BC';
  return {
    key: row.key,
    name: row.name,
    email: row.mailbox === '' ? null : `${row.mailbox}@${row.domain}`,
    phone: withoutPhone.has(row.key)
      ? null
      : fictionalPhone(canadian ? 250 : row.region === 'WA' ? 360 : [503, 971][index % 2]!, index),
    // Prefix 00 is never given out by the tax authority.
    taxId: index % 3 === 0 && !canadian ? `00-${String(3_100_417 + index * 7919)}` : null,
    street: row.street,
    city: row.city,
    region: row.region,
    postalCode: row.postalCode,
    website: index % 4 === 3 ? null : `https://www.${row.domain}`,
    currency: canadian ? 'CAD' : 'USD',
  };
});

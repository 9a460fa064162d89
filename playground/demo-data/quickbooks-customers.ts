import { table } from './table';

/** Customers of the books, parents first. `kept` is explained in `quickbooks.ts`. */
export const quickBooksCustomerRows = table(
  ['local', 'name', 'parent', 'company', 'kept'] as const,
  `
  quill-pearl   | Quillfeather Dental Group, LLC        |                              | Quillfeather Dental Group, LLC | EPwa
  brindle-haw   | Brindlewood Veterinary Clinics Inc.   |                              | Brindlewood Veterinary Clinics Inc. | EPwA
                | Marlowe Property Mgmt                 |                              | Marlowe Property Management LP |
  marlow-tower  | Marlowe Tower                         | Marlowe Property Mgmt        |                                | epab
  marlow-lofts  | Marlowe Lofts                         | Marlowe Property Mgmt        |                                | eab
  marlow-park   | Marlowe Ofc Park                      | Marlowe Property Mgmt        |                                | pab
                | Marlowe Garage (sold)                 | Marlowe Property Mgmt        |                                | xb
                | Tidemark Community Credit Union       |                              | Tidemark Community Credit Union |
  tidemark-ast  | Astoria                               | Tidemark Community Credit Union |                             | epa
  tidemark-sea  | Seaside                               | Tidemark Community Credit Union |                             | epa
  tidemark-war  | Warrenton Branch                      | Tidemark Community Credit Union |                             | pa
  alderfinch    | Alder and Finchley Architects, P.C.   |                              |                                | epat
  basaltworks   | Basaltworks Brewing Co                |                              | Basaltworks Brewing Company    | epaw
  omalley       | O'Maddigans Hardware                  |                              |                                | pa
  cafe-lumiere  | Cafe Lumineuse LLC                    |                              |                                | epa
  mueller       | Muellenbach Precision Mach.           |                              | Müllenbach Precision Machining GmbH | eat
  pena          | Penaflor Family Ortho                 |                              |                                | epa
  brendan       | Saint Brannock's Academy              |                              |                                | Epa
  hearwell      | Hearwell Audiology                    |                              |                                | ea
  northquay     | North Quay Logistics, Inc.            |                              | North Quay Logistics, Inc.     | epawt
  driftwell     | Driftwel Coffee Roasters              |                              |                                | epa
  ironmoor      | Ironmoor Frt Lines                    |                              | Ironmoor Freight Lines LLC     | epa
  summitpeds    | Summerlin Ridge Pediatrics, PC        |                              |                                | epA
  goosehollow   | Gosling & Hollis LLP                  |                              | Gosling & Hollis LLP           | pat
  lindqvist     | Lindquist and Daughters Boatworks     |                              |                                | epa
  crestline     | Crestmere Land Surveying Inc          |                              |                                | eaw
  taborland     | Taborline Montessori                  |                              |                                | epa
  sauvie        | Sauverin Organics                     |                              |                                | ep
  inkwell       | Inkwell & Otter Bookshop              |                              |                                | ea
  kestrel       | Kestrelmark Analytics Inc.            |                              |                                | epawt
  larkspur      | Larkspire Sr. Living                  |                              | Larkspire Senior Living LLC    | epa
  zephyr        | ZEPHYRINE WIND SVCS                   |                              |                                | pa
  copperpot     | Copper Kettle Kitchen, The            |                              |                                | ea
  hollowoak     | Hollow Oak Winery                     |                              |                                | ea
  hollowoak     | Hollow Oak Winery (Tasting Room)      |                              | Hollow Oak Winery              | P
  bellweather   | Bellweather Insurance                 |                              |                                | Epa
  millrace      | Millrace Paper and Pkg                |                              | Millrace Paper & Packaging Corp | pat
  juniperpt     | Juniper Pt. Physical Therapy LLC      |                              |                                | ea
  redfern       | Redfernley Nursery Inc                |                              |                                | p
  stonebridge   | Stonebriar Accounting, P.C.           |                              |                                | epawt
  harvestmoon   | Harvest Moon Co-op Grocery            |                              |                                | epa
  tanaka        | Tanamori Dental Laboratory            |                              |                                | pa
  bluecanyon    | Blue Canyon Excavation LLC            |                              |                                | Ea
  whitcomb      | Whitcombe & Sons Funeral Home         |                              |                                | p
  fernbrook     | Fernbrook PTA                         |                              |                                | e
  pinnacle      | Pinnaclestone Roofing & Gutters       |                              |                                | epa
  pinnacle      | Pinnaclestone Roofing                 |                              |                                | pax
  nguyen        | Nguyen Alvarado Family Dentistry DMD  |                              |                                | ea
  cloudberry    | Cloudberry Software, Inc.             |                              |                                | Epat
  gatehouse     | Gatehouse Theater Co.                 |                              |                                | epa
  gatehouse     | Gatehouse Theatre                     |                              |                                | Ax
  riverbend     | Riverbend Marine                      |                              |                                | epa
  riverbendflor | Riverbend Floral                      |                              |                                | a
  evergreenauto | Evergreen Axle and Auto               |                              |                                | pat
  hightower     | Hi-Tower Elevator Maint               |                              |                                | ea
  maplecrest    | Maplecrest Chiropractic Clinic        |                              |                                | pa
  palomar       | Palomarine Seafood                    |                              |                                | epa
  sandstone     | Sandstone Pediatric Therapy, LLC      |                              |                                | ea
  trillium-a    | Trilliant Env. Inc.                   |                              | Trilliant Environmental, Inc.  | Ea
  trillium-b    | Trilliant                             |                              |                                |
  valkyrie      | Valkyria Fitness                      |                              |                                | ep
  wexford       | Wexhall Title and Escrow Co.          |                              |                                | epawt
  yamhill       | Yamhall Creamery                      |                              |                                | epa
  zimmer        | Zimmerlund Cabinets                   |                              |                                | pa
  kootenay      | Kootenay Bay Outfitters Ltd.          |                              |                                | epac
  maisonneuve   | Maisonnette Pâtisserie                |                              |                                | eac
  jsmith        | Smithers, Jan                         |                              |                                | e
                | Cash Customer                         |                              |                                |
                | Amberlight Candles                    |                              | Amberlight Candle Company      | P
                | Pepperfield Pizza                     |                              |                                | P
                | D'Arcy Lindholm                       |                              |                                |
                | Tualamere Rowing Club                 |                              |                                | P
                | Osprey Bluff Campground               |                              |                                | Px
                | Hearwell Audiology of Eugene          |                              |                                | P
                | Quillon Design Studio                 |                              | Quillon Design                 |
                | Summerset Pediatric Dentistry         |                              |                                | P
                | Riverbend Storage                     |                              |                                |
  `,
);

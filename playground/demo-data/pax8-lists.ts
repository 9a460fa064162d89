import { table } from './table';

/**
 * Companies of the Pax8 partner. `local` is the client that is meant, empty where Strapi has none. `kept`, one letter
 * each: phone, address, website as they are; P another number; r an external id; i inactive, d deleted.
 */
export const pax8CompanyRows = table(
  ['local', 'name', 'contact', 'kept'] as const,
  `
  quill-pearl   | Quillfeather Dental - Pearl          | Nora Lindgren    | paw
  quill-beav    | Quillfeather Dental - Beaverton      | Nora Lindgren    | paw
  quill-gresh   | Quillfeather Dental - Gresham        | Nora Lindgren    | paw
  quill-vanc    | Quillfeather Dental Vancouver WA     | Nora Lindgren    | aw
  brindle-haw   | Brindlewood Vet (Hawthorne)          | Piet Van Doorn   | paw
  brindle-sell  | Brindlewood Vet (Sellwood)           | Piet Van Doorn   | paw
  brindle-stj   | Brindlewood Vet (St Johns)           | Piet Van Doorn   | pa
                | Marlowe Property Management LP       | Iris Marlowe     | w
  tidemark-ast  | Tidemark Credit Union                | Odell Hsu        | Pw
  alderfinch    | Alder & Finchley Architects PC       | Tess Finchley    | pawr
  basaltworks   | Basaltworks Brewing Co.              | Arlo Keene       | paw
  omalley       | O'Maddigan's Hardware, Inc.          | Fay O'Maddigan   | pa
  cafe-lumiere  | Cafe Lumineuse                       | Odile Marchand   | pa
  mueller       | Muellenbach Precision Machining      | Jost Müllenbach  | paw
  pena          | Penaflor Family Orthodontics         | Rosa Peñaflor    | aw
  brendan       | Saint Brannock's Academy             | Hugh Tarrant     | paw
  hearwell      | Hearwell Audiology of Salem LLC      | Bea Ransome      | pa
  northquay     | Northquay Logistics Inc              | Dmitri Solberg   | pawr
  driftwell     | Driftwell Coffee                     | Mina Castellan   | pw
  ironmoor      | Ironmoor Freight Lines LLC           | Gus Petrakis     | paw
  summitpeds    | Summerlin Ridge Pediatrics PC        | Lena Osei        | paw
  goosehollow   | Gosling and Hollis Law               | Ward Hollis      | paw
  lindqvist     | Lindkvist and Daughters Boatworks    | Saga Lindkvist   | pa
  crestline     | Crestmere Surveying Inc.             | Cole Avery       | Paw
  taborland     | Taborline Montessori                 | June Abara       | paw
  inkwell       | Inkwell and Otter Books              | Otto Brandt      | a
  kestrel       | Kestrelmark Analytics, Inc.          | Vera Holm        | pawr
  larkspur      | Larkspire Senior Living LLC          | Dot Emery        | paw
  zephyr        | Zephyrine Wind Svcs                  | Rafe Quint       | paw
  hollowoak     | Hollow Oak Winery                    | Celia Branch     | pa
  bellweather   | Bellwether Insurance                 | Sam Okafor       | paw
  millrace      | Millrace Paper and Packaging         | Ida Flume        | paw
  juniperpt     | Juniper Point PT                     | Kai Romero       | paw
  stonebridge   | Stonebriar Accounting P.C.           | Ruth Ledger      | paw
  harvestmoon   | Harvest Moon Co-op                   | Lou Pantry       | pw
  tanaka        | Tanamori Dental Laboratory           | Ken Tanamori     | paw
  pinnacle      | Pinnaclestone Roofing LLC            | Hal Gable        | pa
  nguyen        | Nguyen Alvarado Family Dentistry     | Linh Nguyen      | paw
  cloudberry    | Cloudberry Software Inc.             | Ana Iterson      | pawr
  riverbend     | Riverbend Marine                     | Cap Stanley      | paw
  riverbendflor | Riverbend Florist                    | Rose Petal       | a
  evergreenauto | Evergreen Axle and Auto              | Chip Camber      | paw
  maplecrest    | Maplecrest Chiropractic              | Lou Barr         | pai
  sandstone     | Sandstone Pediatric Therapy LLC      | Joy Playfair     | paw
  trillium-a    | Trilliant Environmental              | Max Strata       | pw
  wexford       | Wexhall Title and Escrow             | Perry Parch      | paw
  kootenay      | Kootenay Bay Outfitters Ltd          | Luc Portage      | paw
  orchardview   | Orchard View HOA                     | Win Fall         | d
                | Harborline Internal Use              | Dana Harbor      |
                | Lodestar Cabinets (left 2024)        | Abe Lode         | d
                | Pender Street Bakehouse              | Jo Pender        |
                | Trilliant Catering                   | Ana Bell         |
  `,
);

/**
 * The distributor's catalogue. `terms` makes a product for each way it is sold, as the distributor lists them: m by the
 * month, a with a commitment of one year, t of three; empty: one product with all its terms in its prices.
 * `sold` is the number of companies that have it.
 */
export const pax8ProductRows = table(
  ['vendor', 'sku', 'vendorSku', 'name', 'price', 'terms', 'sold', 'description'] as const,
  `
  Microsoft    | MST-M365-BB   | CFQ7TTC0LH18 | Microsoft 365 Business Basic                  | 7.20   | mat | 14 | Web and mobile apps, mail, Teams
  Microsoft    | MST-M365-BS   | CFQ7TTC0LDPB | Microsoft 365 Business Standard               | 15.00  | mat | 18 | Desktop apps, mail, Teams
  Microsoft    | MST-M365-BP   | CFQ7TTC0LCHC | Microsoft 365 Business Premium                | 26.40  | mat | 11 | Desktop apps, mail, Teams, device management
  Microsoft    | MST-M365-APP  | CFQ7TTC0LH1G | Microsoft 365 Apps for business               | 9.90   | ma  | 3  | Desktop apps only
  Microsoft    | MST-M365-E3   | CFQ7TTC0LFLX | Microsoft 365 E3                              | 46.80  | ma  | 1  | Enterprise suite
  Microsoft    | MST-M365-E5   | CFQ7TTC0LFLZ | Microsoft 365 E5                              | 72.00  | ma  | 0  | Enterprise suite with security and voice
  Microsoft    | MST-M365-F3   | CFQ7TTC0LH05 | Microsoft 365 F3                              | 9.60   | ma  | 2  | Frontline workers
  Microsoft    | MST-EXO-P1    | CFQ7TTC0LH16 | Exchange Online (Plan 1)                      | 4.80   | ma  | 6  | Mailbox, 50 GB
  Microsoft    | MST-EXO-P2    | CFQ7TTC0LH1P | Exchange Online (Plan 2)                      | 9.60   | ma  | 1  | Mailbox, 100 GB
  Microsoft    | MST-EXO-K     | CFQ7TTC0LH0L | Exchange Online Kiosk                         | 2.40   | ma  | 2  | Mailbox, 2 GB
  Microsoft    | MST-ENT-P1    | CFQ7TTC0LFLS | Microsoft Entra ID P1                         | 7.20   | ma  | 3  | Conditional access
  Microsoft    | MST-ENT-P2    | CFQ7TTC0LFK5 | Microsoft Entra ID P2                         | 10.80  | ma  | 0  | Identity protection
  Microsoft    | MST-DEF-BUS   | CFQ7TTC0J1GB | Microsoft Defender for Business               | 3.60   | ma  | 4  | Endpoint security
  Microsoft    | MST-DEF-O1    | CFQ7TTC0LH04 | Microsoft Defender for Office 365 (Plan 1)    | 2.40   | ma  | 5  | Mail security
  Microsoft    | MST-DEF-O2    | CFQ7TTC0LHXH | Microsoft Defender for Office 365 (Plan 2)    | 6.00   | ma  | 0  | Mail security with investigation
  Microsoft    | MST-INT-P1    | CFQ7TTC0LCH4 | Microsoft Intune Plan 1                       | 9.60   | ma  | 1  | Device management
  Microsoft    | MST-VIS-P1    | CFQ7TTC0HD33 | Visio Plan 1                                  | 6.00   | ma  | 0  | Web diagrams
  Microsoft    | MST-VIS-P2    | CFQ7TTC0HD32 | Visio Plan 2                                  | 18.00  | ma  | 1  | Desktop diagrams
  Microsoft    | MST-PRJ-P3    | CFQ7TTC0HDB0 | Project Plan 3                                | 36.00  | ma  | 1  | Project management
  Microsoft    | MST-TMS-PH    | CFQ7TTC0LHXM | Teams Phone with Calling Plan                 | 20.40  | ma  | 2  | Calls within the country
  Skyreach     | SKY-BKP-1T    | BK-CLD       | Skyreach Cloud Backup 1 TB                    | 59.00  |     | 9  | Encrypted backup, 30 days
  Skyreach     | SKY-BKP-5T    | BK-CLD-5T    | Skyreach Cloud Backup 5 TB                    | 239.00 |     | 2  | Encrypted backup, 30 days
  Skyreach     | SKY-M365-BKP  | BK-M365      | Skyreach Backup for Microsoft 365             | 3.50   | ma  | 8  | Mail, files and Teams
  Skyreach     | SKY-DR        | DR-SRV       | Skyreach Disaster Recovery for servers        | 149.00 |     | 1  | Standby in the cloud
  Norvane      | NOR-EDR-S     | EDR-STD      | Norvane Endpoint Detection and Response       | 9.00   |     | 16 | Agent with managed response
  Norvane      | NOR-EDR-C     | EDR-CPL      | Norvane Endpoint Detection Complete           | 14.00  |     | 2  | Agent, response and forensics
  Norvane      | NOR-MDR       | MDR-STD      | Norvane Managed Detection and Response        | 17.50  |     | 3  | Staffed day and night
  Norvane      | NOR-MAIL      | MAILSEC      | Norvane Mail Security                         | 4.25   | ma  | 5  | Filter and sandbox
  Norvane      | NOR-AWR       | AWARE        | Norvane Security Awareness Training           | 2.10   | ma  | 6  | Courses and test mails
  Belltone     | BEL-SEAT      | VOIP-ST      | Belltone Hosted Voice Seat                    | 28.00  |     | 7  | One extension
  Belltone     | BEL-SEAT-P    | VOIP-PR      | Belltone Hosted Voice Seat Pro                | 36.00  |     | 1  | One extension with recording
  Belltone     | BEL-FAX       | VOIP-FAX     | Belltone Fax Line                             | 12.00  |     | 2  | Fax to mail
  Certivo      | CER-TLS-W     | SSL-WC       | Certivo Wildcard TLS certificate, 1 year      | 249.00 |     | 2  | All names of a domain
  Certivo      | CER-TLS-1     | SSL-DV       | Certivo Single-name TLS certificate, 1 year   | 59.00  |     | 1  | One name
  Certivo      | CER-TLS-W3    | SSL-WC-3Y    | Certivo Wildcard TLS certificate, 3 years     | 599.00 |     | 0  | All names of a domain
  Passkeep     | PAS-TEAM      | PK-TEAM      | Passkeep Teams                                | 4.00   | ma  | 4  | Password manager
  Passkeep     | PAS-BUS       | PK-BUS       | Passkeep Business                             | 8.00   | ma  | 1  | Password manager with sign-on
  Rootline     | ROO-RMM       | RL-RMM       | Rootline Monitoring and Management            | 3.00   |     | 1  | Per device
  Rootline     | ROO-DOC       | RL-DOC       | Rootline Documentation                        | 29.00  |     | 1  | Per technician
  Rootline     | ROO-PSA       | RL-PSA       | Rootline Service Desk                         | 45.00  |     | 0  | Per technician
  `,
);

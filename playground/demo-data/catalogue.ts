import { fictionalPhone, inStoreBarcode, table } from './table';

export interface DemoVendor {
  key: string;
  name: string;
  email: string;
  phone: string;
  website: string;
  city: string;
}
export interface DemoPart {
  sku: string;
  name: string;
  barcode: string | null;
  price: string;
  description: string;
  vendor: string;
}
export interface DemoRate {
  code: string;
  name: string;
  hourlyRate: string;
  description: string;
}
export interface DemoProduct {
  sku: string;
  name: string;
  price: string;
  billing: 'monthly' | 'yearly' | 'once';
}

export const vendors: DemoVendor[] = table(
  ['key', 'name', 'mailbox', 'domain', 'city'],
  `
  norrdal   | Norrdal Distribution         | orders     | norrdal.example        | Kent
  bluepeak  | Bluepeak Components          | sales      | bluepeakparts.example  | Reno
  cablehaus | Kabelhaus West               | info       | kabelhaus.example      | Portland
  fiberloom | Fiberloom Optics             | sales      | fiberloom.example      | Boise
  voltaire  | Voltarra Power Systems       | support    | voltarra.example       | Sacramento
  parallax  | Parallaxa Displays           | orders     | parallaxa.example      | San Jose
  securis   | Securanta Access & Cameras   | trade      | securanta.example      | Seattle
  printmill | Printmill Office Machines    | service    | printmill.example      | Salem
  skyward   | Skyreach Licensing           | licenses   | skyreach.example       | Denver
  oldmill   | Old Quarry Electric          | dispatch   | oldquarryelec.example  | Portland
  `,
).map((row, index) => ({
  key: row.key,
  name: row.name,
  email: `${row.mailbox}@${row.domain}`,
  phone: fictionalPhone(206, 40 + index * 3),
  website: `https://${row.domain}`,
  city: row.city,
}));

export const parts: DemoPart[] = table(
  ['sku', 'name', 'price', 'vendor', 'description'],
  `
  U7-PRO          | Ubiquiti UniFi U7 Pro access point              | 189.00  | norrdal   | WiFi 7, ceiling mount, PoE+
  U6-PLUS         | Ubiquiti UniFi U6+ access point                 | 99.00   | norrdal   | WiFi 6, ceiling mount
  U6-LR           | Ubiquiti UniFi U6 Long-Range access point       | 179.00  | norrdal   | WiFi 6, long range
  U6-MESH         | Ubiquiti UniFi U6 Mesh access point             | 179.00  | norrdal   | WiFi 6, indoor/outdoor
  USW-24-POE      | Ubiquiti UniFi Switch 24 PoE                    | 379.00  | norrdal   | 16 PoE ports, 95 W
  USW-48-POE      | Ubiquiti UniFi Switch 48 PoE                    | 599.00  | norrdal   | 32 PoE ports, 195 W
  USW-LITE-8      | Ubiquiti UniFi Switch Lite 8 PoE                | 109.00  | norrdal   | 8 ports, 52 W
  USW-FLEX-MINI   | Ubiquiti UniFi Flex Mini switch                 | 29.00   | norrdal   | 5 ports
  UDM-PRO         | Ubiquiti UniFi Dream Machine Pro                | 379.00  | norrdal   | Gateway, 1U
  UDM-SE          | Ubiquiti UniFi Dream Machine Special Edition    | 499.00  | norrdal   | Gateway with PoE, 1U
  UCG-ULTRA       | Ubiquiti UniFi Cloud Gateway Ultra              | 129.00  | norrdal   | Gateway, desktop
  UVC-G5-DOME     | Ubiquiti UniFi G5 Dome camera                   | 179.00  | securis   | 2K camera
  UVC-G5-BULLET   | Ubiquiti UniFi G5 Bullet camera                 | 129.00  | securis   | 2K camera, outdoor
  UNVR            | Ubiquiti UniFi Network Video Recorder           | 299.00  | securis   | 4 bays
  UA-G2-PRO       | Ubiquiti UniFi Access Reader G2 Pro             | 299.00  | securis   | Door reader with camera
  UACC-SFP10      | Ubiquiti 10G SFP+ direct attach cable 1 m       | 15.00   | norrdal   | DAC cable
  CAT6-1-BLU      | Cat6 patch cable 1 ft blue                      | 1.95    | cablehaus | Snagless
  CAT6-3-BLU      | Cat6 patch cable 3 ft blue                      | 2.45    | cablehaus | Snagless
  CAT6-7-BLU      | Cat6 patch cable 7 ft blue                      | 3.25    | cablehaus | Snagless
  CAT6-14-BLU     | Cat6 patch cable 14 ft blue                     | 4.95    | cablehaus | Snagless
  CAT6-7-GRY      | Cat6 patch cable 7 ft gray                      | 3.25    | cablehaus | Snagless
  CAT6A-7-WHT     | Cat6A patch cable 7 ft white                    | 5.75    | cablehaus | Shielded
  CAT6-BOX-1000   | Cat6 plenum cable 1000 ft box                   | 329.00  | cablehaus | CMP, blue
  KEY-CAT6-WHT    | Cat6 keystone jack white                        | 3.10    | cablehaus | Tool-less
  PP-24-CAT6      | 24-port Cat6 patch panel                        | 64.00   | cablehaus | 1U, loaded
  PP-48-CAT6      | 48-port Cat6 patch panel                        | 118.00  | cablehaus | 2U, loaded
  FP-2P-WHT       | Face plate 2 port white                         | 1.60    | cablehaus | Single gang
  VEL-ROLL-BLK    | Hook-and-loop cable tie roll black              | 12.50   | cablehaus | 75 ft
  LC-LC-OM4-3     | OM4 fiber patch LC-LC 3 m                       | 18.00   | fiberloom | Duplex, aqua
  LC-LC-OM4-10    | OM4 fiber patch LC-LC 10 m                      | 27.00   | fiberloom | Duplex, aqua
  LC-SC-OS2-3     | OS2 fiber patch LC-SC 3 m                       | 14.00   | fiberloom | Duplex, yellow
  SFP-10G-SR      | 10GBASE-SR SFP+ transceiver                     | 39.00   | fiberloom | 850 nm, 300 m
  SFP-10G-LR      | 10GBASE-LR SFP+ transceiver                     | 59.00   | fiberloom | 1310 nm, 10 km
  SFP-1G-T        | 1000BASE-T SFP module                           | 25.00   | fiberloom | RJ45
  APC-BE600       | APC Back-UPS 600VA                              | 84.00   | voltaire  | 7 outlets
  APC-BX1500      | APC Back-UPS Pro 1500VA                         | 239.00  | voltaire  | Tower, LCD
  APC-SMT1500R    | APC Smart-UPS 1500VA rack mount 2U              | 829.00  | voltaire  | With network card slot
  APC-RBC48       | APC replacement battery cartridge 48            | 79.00   | voltaire  | For SUA750 and SMT750
  APC-RBC7        | APC replacement battery cartridge 7             | 169.00  | voltaire  | For SMT1500
  APC-AP9641      | APC UPS Network Management Card 3               | 459.00  | voltaire  | With environment monitoring
  PDU-1U-8        | Rack PDU 1U 8 outlets                           | 68.00   | voltaire  | 15 A, surge protected
  SURGE-8         | Surge protector 8 outlets 6 ft                  | 27.00   | voltaire  | 2160 J
  RACK-12U        | Wall-mount rack 12U                             | 219.00  | bluepeak  | Swing-out, lockable
  RACK-22U        | Floor rack 22U                                  | 549.00  | bluepeak  | Glass door
  SHELF-1U        | Rack shelf 1U vented                            | 32.00   | bluepeak  | 10 in deep
  BLANK-1U        | Blank panel 1U                                  | 6.50    | bluepeak  | Steel, black
  RAM-16-DDR4     | 16 GB DDR4-3200 SODIMM                          | 39.00   | bluepeak  | Laptop memory
  RAM-32-DDR5     | 32 GB DDR5-5600 SODIMM                          | 98.00   | bluepeak  | Laptop memory
  SSD-1T-NVME     | 1 TB NVMe SSD Gen4                              | 84.00   | bluepeak  | M.2 2280
  SSD-2T-NVME     | 2 TB NVMe SSD Gen4                              | 149.00  | bluepeak  | M.2 2280
  SSD-1T-SATA     | 1 TB SATA SSD 2.5 in                            | 72.00   | bluepeak  | 7 mm
  HDD-8T-NAS      | 8 TB NAS hard drive                             | 199.00  | bluepeak  | 3.5 in, 7200 rpm
  HDD-12T-NAS     | 12 TB NAS hard drive                            | 279.00  | bluepeak  | 3.5 in, 7200 rpm
  NAS-4BAY        | Synology DiskStation 4 bay NAS                  | 549.00  | bluepeak  | Without drives
  NAS-2BAY        | Synology DiskStation 2 bay NAS                  | 299.00  | bluepeak  | Without drives
  LT-T14-G5       | Lenovo ThinkPad T14 Gen 5                       | 1349.00 | bluepeak  | Core Ultra 5, 16 GB, 512 GB
  LT-L16-G1       | Lenovo ThinkPad L16 Gen 1                       | 1099.00 | bluepeak  | Core Ultra 5, 16 GB, 512 GB
  DT-M70Q         | Lenovo ThinkCentre M70q Tiny                    | 749.00  | bluepeak  | i5, 16 GB, 512 GB
  DOCK-USBC       | Lenovo ThinkPad Universal USB-C Dock            | 219.00  | bluepeak  | 90 W
  MON-24-FHD      | 24 in monitor FHD IPS                           | 139.00  | parallax  | HDMI, DP, height adjustable
  MON-27-QHD      | 27 in monitor QHD IPS                           | 249.00  | parallax  | USB-C 65 W
  MON-34-UW       | 34 in ultrawide monitor                         | 429.00  | parallax  | Curved, USB-C
  ARM-DUAL        | Dual monitor arm                                | 89.00   | parallax  | Gas spring
  TV-55-SIGN      | 55 in signage display                           | 629.00  | parallax  | 16/7 operation
  CBL-HDMI-6      | HDMI cable 6 ft                                 | 8.00    | parallax  | 4K 60 Hz
  CBL-DP-6        | DisplayPort cable 6 ft                          | 11.00   | parallax  | 1.4
  ADP-USBC-HDMI   | USB-C to HDMI adapter                           | 19.00   | parallax  | 4K
  KB-MS-WL        | Wireless keyboard and mouse set                 | 49.00   | parallax  | Logitech MK540
  CAM-C920        | Logitech C920 webcam                            | 69.00   | parallax  | 1080p
  HS-WL-65        | Jabra Evolve2 65 wireless headset               | 199.00  | parallax  | Stereo, USB-A
  PHN-T54W        | Yealink T54W desk phone                         | 159.00  | securis   | 16 lines
  PHN-W73P        | Yealink W73P cordless phone set                 | 119.00  | securis   | DECT base and handset
  BADGE-PROX      | Proximity badge, pack of 25                     | 95.00   | securis   | Printable
  STRIKE-12V      | Electric door strike 12 V                       | 138.00  | securis   | Fail secure
  PRN-M404        | HP LaserJet Pro 4001dn printer                  | 289.00  | printmill | Mono, duplex
  PRN-M283        | HP Color LaserJet Pro MFP 3301sdw               | 449.00  | printmill | Color, scan
  TON-148A        | HP 148A toner black                             | 92.00   | printmill | 2900 pages
  TON-218A-SET    | HP 218A toner set of 4                          | 329.00  | printmill | CMYK
  SCN-FI8170      | Ricoh fi-8170 document scanner                  | 899.00  | printmill | 70 ppm
  LBL-ROLL-50     | Label rolls 2 in, pack of 50                    | 115.00  | printmill | Thermal
  `,
).map((row, index) => ({ ...row, barcode: index % 5 === 4 ? null : inStoreBarcode(index) }));

export const rates: DemoRate[] = table(
  ['code', 'name', 'hourlyRate', 'description'],
  `
  HD-STD   | Help desk technician               | 95.00  | Remote support, business hours
  HD-AH    | Help desk technician, after hours  | 142.50 | Remote support, evenings and weekends
  FT-STD   | Field technician                   | 125.00 | On-site work, business hours
  FT-AH    | Field technician, after hours      | 187.50 | On-site work, evenings and weekends
  NE-STD   | Network engineer                   | 165.00 | Design and configuration
  SE-STD   | Systems engineer                   | 165.00 | Servers, storage, virtualisation
  SEC-STD  | Security analyst                   | 185.00 | Assessment and hardening
  IR-EMG   | Incident response, emergency       | 275.00 | Breach response, any hour
  PM-STD   | Project manager                    | 135.00 | Planning and coordination
  CAB-STD  | Cabling technician                 | 85.00  | Structured cabling
  CLD-STD  | Cloud migration engineer           | 175.00 | Tenant and mailbox migrations
  TRN-STD  | End-user training                  | 110.00 | Per trainer and hour
  VCIO     | Virtual CIO consulting             | 210.00 | Strategy and budgets
  TRV      | Travel time                        | 60.00  | Door to door
  DOC-STD  | Documentation                      | 80.00  | Network and asset records
  `,
);

export const products: DemoProduct[] = table(
  ['sku', 'name', 'price', 'billing'],
  `
  MS-ESS   | Harborline Managed Workstation Essential | 49.00  | monthly
  MS-PLUS  | Harborline Managed Workstation Plus      | 79.00  | monthly
  MS-SRV   | Harborline Managed Server                | 189.00 | monthly
  MS-NET   | Managed Network Device                   | 25.00  | monthly
  BK-CLD   | Cloud Backup 1 TB                        | 59.00  | monthly
  M365-BB  | Microsoft 365 Business Basic             | 7.20   | monthly
  M365-BS  | Microsoft 365 Business Standard          | 15.00  | monthly
  M365-BP  | Microsoft 365 Business Premium           | 26.40  | monthly
  EDR-STD  | Endpoint Detection and Response          | 9.00   | monthly
  VOIP-ST  | Hosted Voice Seat                        | 28.00  | monthly
  DMN-REG  | Domain registration                      | 24.00  | yearly
  SSL-WC   | Wildcard TLS certificate                 | 249.00 | yearly
  `,
).map((row) => ({ ...row, billing: row.billing as DemoProduct['billing'] }));

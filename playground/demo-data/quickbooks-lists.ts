import { table } from './table';

/** `kept`: e-mail, phone, website; x inactive. */
export const quickBooksVendorRows = table(
  ['local', 'name', 'kept'] as const,
  `
  norrdal   | Norrdal Dist. Inc.                | ep
  bluepeak  | Blue Peak Components              | ew
  cablehaus | Kabelhaus West LLC                | ep
  fiberloom | Fiberloom Optics                  | e
  voltaire  | Voltarra Power Sys                | pw
  parallax  | Parallaxa Displays Inc            | ew
  securis   | Securanta                         | ep
  printmill | Printmill Office Machines Co.     | p
  skyward   | SkyReach Licensing, LLC           | e
            | Harborview Landlord Partners      |
            | Cascara Fuel & Fleet              |
            | Old Quarry Elec                   | x
  `,
);

/**
 * `sku`: `=` the local one, else as the books wrote it. `price`: empty as local.
 * `kept`: C a category, n non-inventory (else a service), d the description, x inactive.
 */
export const quickBooksItemRows = table(
  ['local', 'name', 'category', 'sku', 'price', 'kept'] as const,
  `
                |  Networking                          |              |             |        | C
                |  Cabling                             |              |             |        | C
                |  Power                               |              |             |        | C
                |  Computers & Storage                 |              |             |        | C
                |  Labor                               |              |             |        | C
                |  Subscriptions                       |              |             |        | C
  U7-PRO        | UniFi U7 Pro AP                      | Networking   | =           |        | nd
  U6-PLUS       | UniFi U6+ AP                         | Networking   | =           | 105.00 | nd
  U6-LR         | UniFi U6 Long Range AP               | Networking   | =           |        | n
  U6-MESH       | UniFi U6 Mesh                        | Networking   | U6MESH      |        | n
  USW-24-POE    | UniFi Switch 24 POE                  | Networking   | =           |        | nd
  USW-48-POE    | UniFi Switch 48 POE                  | Networking   | =           | 579.00 | nd
  USW-LITE-8    | UniFi Lite 8 PoE                     | Networking   | USW-Lite-8-PoE |     | n
  USW-FLEX-MINI | UniFi Flex Mini                      | Networking   | =           |        | n
  UDM-PRO       | Dream Machine Pro                    | Networking   | =           |        | nd
  UDM-SE        | Dream Machine SE                     | Networking   | =           |        | n
  UCG-ULTRA     | Cloud Gateway Ultra                  | Networking   |             |        | n
  UVC-G5-DOME   | UniFi G5 Dome                        | Networking   | =           |        | n
  UVC-G5-BULLET | UniFi Cam G5 Bullet                  | Networking   |             |        | n
  UNVR          | UniFi NVR                            | Networking   | =           |        | n
  UACC-SFP10    | SFP+ DAC 1m                          | Networking   | UACC-SFP10-1M |      | n
                | UniFi AC Lite AP                     | Networking   | UAP-AC-LITE | 79.00  | nx
                | UniFi Switch 16 POE                  | Networking   | USW-16-POE  | 299.00 | n
  CAT6-1-BLU    | Patch Cable Cat6 1' Blue             | Cabling      | =           |        | n
  CAT6-3-BLU    | Patch Cable Cat6 3' Blue             | Cabling      | =           |        | n
  CAT6-7-BLU    | Patch Cable Cat6 7' Blue             | Cabling      | =           |        | n
  CAT6-14-BLU   | Patch Cable Cat6 14' Blue            | Cabling      |             | 4.50   | n
  CAT6-7-GRY    | Patch Cable Cat6 7' Grey             | Cabling      |             |        | n
  CAT6A-7-WHT   | Patch Cbl Cat6A 7' Wht Shielded      | Cabling      | =           |        | n
  CAT6-BOX-1000 | Cat 6 Plenum 1000'                   | Cabling      | =           | 349.00 | nd
  KEY-CAT6-WHT  | Keystone Jack Cat6                   | Cabling      | =           |        | n
  PP-24-CAT6    | Patch Panel 24 Port                  | Cabling      | =           |        | n
  PP-48-CAT6    | Patch Panel 48 Port                  | Cabling      | =           |        | n
  FP-2P-WHT     | Faceplate 2-Port White               | Cabling      |             |        | n
  VEL-ROLL-BLK  | Velcro Roll                          | Cabling      |             | 12.00  | n
  LC-LC-OM4-3   | Fiber LC/LC OM4 3M                   | Cabling      | =           |        | n
  LC-LC-OM4-10  | Fiber LC/LC OM4 10M                  | Cabling      | =           |        | n
  LC-SC-OS2-3   | Fiber LC/SC SM 3M                    | Cabling      |             |        | n
  SFP-10G-SR    | SFP+ 10G SR                          | Networking   | =           |        | n
  SFP-10G-LR    | SFP+ 10G LR                          | Networking   | =           |        | n
  SFP-1G-T      | SFP 1G Copper                        | Networking   |             |        | n
                | Cat5e Patch Cable 7' Blue            | Cabling      | CAT5-7-BLU  | 1.95   | nx
  APC-BE600     | APC Back-UPS 600                     | Power        | BE600M1     |        | n
  APC-BX1500    | APC BackUPS Pro 1500                 | Power        | =           | 229.00 | n
  APC-SMT1500R  | APC SmartUPS 1500 RM 2U              | Power        | SMT1500RM2U |        | nd
  APC-RBC48     | APC RBC48 Battery                    | Power        | =           |        | n
  APC-RBC7      | APC RBC7 Battery                     | Power        | =           |        | n
  APC-AP9641    | APC Mgmt Card AP9641                 | Power        |             |        | n
  PDU-1U-8      | PDU Rackmount 8 Outlet               | Power        |             |        | n
  SURGE-8       | Surge Strip 8                        | Power        | =           |        | n
  RACK-12U      | Rack, Wall Mount, 12U                | Power        | =           |        | n
  RACK-22U      | Rack 22U Floor                       | Power        | =           |        | n
  SHELF-1U      | 1U Shelf                             | Power        |             |        | n
  RAM-16-DDR4   | Memory 16GB DDR4 SODIMM              | Computers & Storage | =    |        | n
  RAM-32-DDR5   | Memory 32GB DDR5 SODIMM              | Computers & Storage | =    |        | n
  SSD-1T-NVME   | SSD NVMe 1TB                         | Computers & Storage | =    | 89.00  | n
  SSD-2T-NVME   | SSD NVMe 2TB                         | Computers & Storage | =    |        | n
  SSD-1T-SATA   | SSD SATA 1TB                         | Computers & Storage |      |        | n
  HDD-8T-NAS    | 8TB NAS HDD                          | Computers & Storage | =    |        | n
  HDD-12T-NAS   | 12TB NAS HDD                         | Computers & Storage | =    |        | n
  NAS-4BAY      | Synology 4-Bay                       | Computers & Storage |      |        | n
  NAS-2BAY      | Synology 2-Bay                       | Computers & Storage |      |        | n
  LT-T14-G5     | Laptop - ThinkPad T14 G5             | Computers & Storage | =    | 1399.00| nd
  LT-L16-G1     | Laptop - ThinkPad L16                | Computers & Storage | =    |        | n
                | Laptop - ThinkPad T14 G4             | Computers & Storage | LT-T14-G4 | 1249.00 | nx
  DT-M70Q       | Desktop - ThinkCentre M70q           | Computers & Storage | =    |        | nd
  DOCK-USBC     | TP USB-C Dock                        | Computers & Storage |      |        | n
  MON-24-FHD    | Monitor 24"                          | Computers & Storage | =    |        | nd
  MON-27-QHD    | Monitor 27" QHD USB-C                | Computers & Storage | =    |        | nd
  MON-34-UW     | Monitor 34" Ultrawide                | Computers & Storage | =    |        | n
  ARM-DUAL      | Monitor Arm (Dual)                   | Computers & Storage |      |        | n
  CBL-HDMI-6    | HDMI 6ft                             | Cabling      | =           |        | n
  CBL-DP-6      | Displayport 6ft                      | Cabling      | =           |        | n
  ADP-USBC-HDMI | USBC-HDMI Adapter                    | Cabling      |             |        | n
  KB-MS-WL      | Logitech MK540 Combo                 | Computers & Storage |      |        | n
  CAM-C920      | Logitech Webcam C920                 | Computers & Storage | =    |        | n
  HS-WL-65      | Jabra Evolve 2 65                    | Computers & Storage |      |        | n
  PHN-T54W      | Yealink T54W                         |              | =           |        | n
  PHN-W73P      | Yealink W73P                         |              | =           |        | n
  STRIKE-12V    | Door Strike 12VDC                    |              |             |        | n
  PRN-M404      | HP LJ Pro 4001dn                     | Computers & Storage | =    |        | n
  PRN-M283      | HP Color LJ 3301sdw                  | Computers & Storage | =    |        | n
  TON-148A      | Toner HP 148A Blk                    |              | W1480A      |        | n
  TON-218A-SET  | Toner HP 218A 4-pack                 |              |             |        | n
  SCN-FI8170    | Fujitsu fi-8170 Scanner              |              | =           |        | n
  HD-STD        | Helpdesk                             | Labor        | =           |        | d
  HD-AH         | Helpdesk - After Hours               | Labor        | =           |        |
  FT-STD        | Onsite Technician                    | Labor        | FT          |        | d
  FT-AH         | Onsite Technician OT                 | Labor        |             |        |
  NE-STD        | Network Engineering                  | Labor        | =           | 160.00 | d
  SE-STD        | Systems Engineering                  | Labor        | =           |        |
  SEC-STD       | Security Analyst                     | Labor        | =           |        | d
  IR-EMG        | Emergency Incident Response          | Labor        |             |        |
  PM-STD        | Project Mgmt                         | Labor        | PM          |        |
  CAB-STD       | Cabling Labor                        | Labor        | =           |        | d
  CLD-STD       | Cloud Migration                      | Labor        | =           |        |
  TRN-STD       | Training (End User)                  | Labor        |             |        | d
  VCIO          | vCIO                                 | Labor        | =           |        |
  TRV           | Travel                               | Labor        | =           | 55.00  |
                | Hours                                |              |             | 95.00  |
                | Shipping & Handling                  |              |             |        |
                | Restocking Fee                       |              |             | 35.00  |
                | Discount                             |              |             |        |
                | Block Hours 10-pack                  | Labor        | BLK-10      | 1100.00|
                | Windows 7 Extended Support           | Subscriptions |            | 60.00  | x
  MS-ESS        | Managed WS Essential                 | Subscriptions | =          |        | d
  MS-PLUS       | Managed WS Plus                      | Subscriptions | =          |        | d
  MS-SRV        | Managed Server                       | Subscriptions | =          | 179.00 |
  MS-NET        | Managed Ntwk Device                  | Subscriptions |            |        |
  BK-CLD        | Cloud Backup (per TB)                | Subscriptions | =          |        |
  M365-BB       | M365 Bus. Basic                      | Subscriptions | CFQ7TTC0LH18 | 6.00 |
  M365-BS       | M365 Bus. Standard                   | Subscriptions | CFQ7TTC0LDPB | 12.50 | d
  M365-BP       | M365 Bus. Premium                    | Subscriptions | =          | 22.00  | d
  EDR-STD       | EDR Agent                            | Subscriptions | =          |        |
  VOIP-ST       | VoIP Seat                            | Subscriptions |            |        |
  SSL-WC        | SSL Wildcard Cert                    |              | =           |        |
  `,
);

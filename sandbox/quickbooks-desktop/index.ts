export { CompanyFile, type CompanySeed, type SeedRecord } from './company';
export { readQwc, type RequestFault } from './processor';
export { WebConnector, type Visit, type VisitFault } from './web-connector';

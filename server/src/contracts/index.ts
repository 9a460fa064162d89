export * from './common';
export * from './endpoint';
export * from './runs';
export * from './connections';
export * from './mappings';
export * from './links';
export * from './invoices';
export * from './web-connector';

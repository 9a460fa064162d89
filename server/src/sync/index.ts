import { sync } from './service';

export const syncCapability = { services: { sync } };

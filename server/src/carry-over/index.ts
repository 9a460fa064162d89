import * as endpoints from '../contracts/carry-over';
import { adminRoute } from '../utils/routes';
import { carryOverController } from './controller';
import { carryOvers } from './service';

export const carryOverCapability = {
  routes: [
    adminRoute(endpoints.previewCarryOver, 'carry-over.preview'),
    adminRoute(endpoints.carryOver, 'carry-over.carryOver'),
  ],
  controllers: { 'carry-over': carryOverController },
  services: { carryOvers },
};

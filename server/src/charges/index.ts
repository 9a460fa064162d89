import * as endpoints from '../contracts/charges';
import { adminRoute } from '../utils/routes';
import { chargesController } from './controller';
import { charges } from './service';

/** What vendors charge us: facts beside records, read by the sync and shown; nothing is billed from them. */
export const chargesCapability = {
  routes: [
    adminRoute(endpoints.listChargePeriods, 'charges.periods'),
    adminRoute(endpoints.listClientCharges, 'charges.find'),
    adminRoute(endpoints.listChargeLines, 'charges.lines'),
    adminRoute(endpoints.exportCharges, 'charges.export'),
    adminRoute(endpoints.linkCharges, 'charges.ofLink'),
  ],
  controllers: { charges: chargesController },
  services: { charges },
};

import { cancelRun, getRun, listRuns, resumeRun } from '../contracts/runs';
import { adminRoute } from '../utils/routes';
import { runController } from './controller';
import { runs } from './service';

export const runsCapability = {
  routes: [
    adminRoute(listRuns, 'run.find'),
    adminRoute(getRun, 'run.findOne'),
    adminRoute(cancelRun, 'run.cancel'),
    adminRoute(resumeRun, 'run.resume'),
  ],
  controllers: { run: runController },
  services: { runs },
};

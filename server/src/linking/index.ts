import { listProblems } from '../contracts/attention';
import * as batchEndpoints from '../contracts/batches';
import { listCoverage } from '../contracts/coverage';
import { ignoreRecords, stopIgnoring } from '../contracts/ignored';
import * as links from '../contracts/links';
import * as mappingEndpoints from '../contracts/mappings';
import * as restoreEndpoints from '../contracts/restore-points';
import { adminRoute } from '../utils/routes';
import { batches } from './batch-service';
import { linkController, mappingController } from './controllers';
import { coverage } from './coverage';
import { creating } from './create-service';
import { ignoring } from './ignored';
import { live } from './live-service';
import { localChanges } from './local-changes';
import { mappings } from './mapping-service';
import { matching } from './matching-service';
import { problems } from './problems';
import { restoreController } from './restore-controller';
import { restorePoints } from './restore-service';
import { review } from './review-service';
import { suggestions } from './suggestions';
import { thresholds } from './threshold-service';

export const linkingCapability = {
  routes: [
    adminRoute(mappingEndpoints.listContentTypes, 'mapping.contentTypes'),
    adminRoute(mappingEndpoints.listMappings, 'mapping.find'),
    adminRoute(mappingEndpoints.createMapping, 'mapping.create'),
    adminRoute(mappingEndpoints.updateMapping, 'mapping.update'),
    adminRoute(mappingEndpoints.deleteMapping, 'mapping.delete'),
    adminRoute(mappingEndpoints.mappingThreshold, 'mapping.threshold'),
    adminRoute(listCoverage, 'admin-link.coverage'),
    adminRoute(links.listLinks, 'admin-link.find'),
    adminRoute(links.confirmLinks, 'admin-link.confirm'),
    adminRoute(links.rejectLinks, 'admin-link.reject'),
    adminRoute(links.keepLinks, 'admin-link.keep'),
    adminRoute(links.unlinkLinks, 'admin-link.unlink'),
    adminRoute(links.mapRecords, 'admin-link.map'),
    adminRoute(listProblems, 'admin-link.problems'),
    adminRoute(batchEndpoints.previewBatch, 'admin-link.previewBatch'),
    adminRoute(batchEndpoints.decideBatch, 'admin-link.decideBatch'),
    adminRoute(links.getLink, 'admin-link.findOne'),
    adminRoute(links.reviewSummary, 'admin-link.summary'),
    adminRoute(links.confirmAll, 'admin-link.confirmAll'),
    adminRoute(links.listDecisions, 'admin-link.decisions'),
    adminRoute(links.undoDecision, 'admin-link.undo'),
    adminRoute(restoreEndpoints.listRestorePoints, 'restore.find'),
    adminRoute(restoreEndpoints.createRestorePoint, 'restore.create'),
    adminRoute(restoreEndpoints.deleteRestorePoint, 'restore.delete'),
    adminRoute(restoreEndpoints.compareRestorePoint, 'restore.compare'),
    adminRoute(restoreEndpoints.restoreLinks, 'restore.restore'),
    adminRoute(links.listUnlinked, 'admin-link.unlinked'),
    adminRoute(ignoreRecords, 'admin-link.ignore'),
    adminRoute(stopIgnoring, 'admin-link.stopIgnoring'),
    adminRoute(links.listSuggestions, 'admin-link.suggestions'),
    adminRoute(links.createForm, 'admin-link.createForm'),
    adminRoute(links.createLocal, 'admin-link.createLocal'),
  ],
  controllers: { mapping: mappingController, 'admin-link': linkController, restore: restoreController },
  services: {
    mappings,
    matching,
    live,
    localChanges,
    review,
    problems,
    ignoring,
    batches,
    coverage,
    restorePoints,
    suggestions,
    thresholds,
    creating,
  },
};

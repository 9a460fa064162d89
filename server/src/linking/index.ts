import * as links from '../contracts/links';
import * as mappingEndpoints from '../contracts/mappings';
import { adminRoute } from '../utils/routes';
import { linkController, mappingController } from './controllers';
import { creating } from './create-service';
import { live } from './live-service';
import { localChanges } from './local-changes';
import { mappings } from './mapping-service';
import { matching } from './matching-service';
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
    adminRoute(links.listLinks, 'admin-link.find'),
    adminRoute(links.confirmLinks, 'admin-link.confirm'),
    adminRoute(links.rejectLinks, 'admin-link.reject'),
    adminRoute(links.keepLinks, 'admin-link.keep'),
    adminRoute(links.unlinkLinks, 'admin-link.unlink'),
    adminRoute(links.mapRecords, 'admin-link.map'),
    adminRoute(links.getLink, 'admin-link.findOne'),
    adminRoute(links.reviewSummary, 'admin-link.summary'),
    adminRoute(links.confirmAll, 'admin-link.confirmAll'),
    adminRoute(links.listDecisions, 'admin-link.decisions'),
    adminRoute(links.undoDecision, 'admin-link.undo'),
    adminRoute(links.listUnlinked, 'admin-link.unlinked'),
    adminRoute(links.listSuggestions, 'admin-link.suggestions'),
    adminRoute(links.createForm, 'admin-link.createForm'),
    adminRoute(links.createLocal, 'admin-link.createLocal'),
  ],
  controllers: { mapping: mappingController, 'admin-link': linkController },
  services: { mappings, matching, live, localChanges, review, suggestions, thresholds, creating },
};

import * as endpoints from '../contracts/link-files';
import { adminRoute } from '../utils/routes';
import { linkFileController } from './controller';
import { linkFiles } from './service';

export const linkFilesCapability = {
  routes: [
    adminRoute(endpoints.exportLinks, 'link-file.export'),
    adminRoute(endpoints.previewImport, 'link-file.preview'),
    adminRoute(endpoints.importLinks, 'link-file.import'),
  ],
  controllers: { 'link-file': linkFileController },
  services: { linkFiles },
};

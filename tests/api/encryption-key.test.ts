import type { Connection } from '../../server/src/contracts';
import { dataOf, startBooks } from '../helpers/flow';
import { startStrapi } from '../helpers/strapi';

describe('without an encryption key', () => {
  it('refuses to connect and says what to set', async () => {
    const quickbooks = await startBooks();
    const app = await startStrapi({ env: { TEST_QBO_URL: quickbooks.url, TEST_ENCRYPTION_KEY: '' } });
    app.strapi.config.set('admin.secrets.encryptionKey', undefined);
    try {
      const draft = dataOf<Connection>(
        await app.admin.post('/crosswalk/connections', { connector: 'quickbooks-online', name: 'X' }),
      );
      const answer = await app.admin.post(`/crosswalk/connections/${draft.id}/authorize`);
      expect(answer.status).toBe(400);
      expect((answer.body as { error: { message: string } }).error.message).toContain('ENCRYPTION_KEY');
      const form = await app.admin.post('/crosswalk/connections', {
        connector: 'pax8',
        name: 'Y',
        fields: { clientId: 'some-client-id', clientSecret: 'some-client-secret' },
      });
      expect(form.status).toBe(400);
      expect((form.body as { error: { message: string } }).error.message).toContain('ENCRYPTION_KEY');
      expect((await app.admin.get('/crosswalk/connectors')).body).toMatchObject({ meta: { encryptionKeySet: false } });
    } finally {
      await app.stop();
      await quickbooks.close();
    }
  });
});

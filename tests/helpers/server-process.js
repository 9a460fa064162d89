// The fixture app as a process of its own, so that a test can kill it. Prints one line of JSON when it answers.
const path = require('node:path');
const { createStrapi } = require('@strapi/strapi');

const appDir = path.resolve(__dirname, '../fixtures/app');
const admin = { email: 'crash@crosswalk.test', password: 'Crosswalk-1-test' };

/**
 * Ends the process, as SIGKILL does, before the nth write of invoicing reaches the database. Counted after the message `arm`, from
 * the first invoice that is stored: changes of invoices, of their records and runs, and the ends of transactions.
 */
function killBeforeWrite(strapi, wanted) {
  let armed = false;
  let writes = 0;
  process.on('message', () => {
    armed = true;
    process.send('armed');
  });
  process.channel.unref();
  strapi.db.connection.on('query', ({ sql = '' }) => {
    const write = /^(insert|update|delete)\b/i.test(sql) && /crosswalk_(invoice|run)/.test(sql);
    const begins = /^insert/i.test(sql) && sql.includes('crosswalk_invoices');
    if (!armed || !(writes === 0 ? begins : write || /^commit/i.test(sql))) return;
    writes += 1;
    if (writes === wanted) process.kill(process.pid, 'SIGKILL');
  });
}

async function main() {
  const strapi = createStrapi({ appDir, distDir: appDir });
  strapi.log.level = process.env.TEST_LOG_LEVEL ?? 'error';
  await strapi.load();
  const users = strapi.service('admin::user');
  if (!(await users.exists({ email: admin.email }))) {
    const role = await strapi.service('admin::role').getSuperAdmin();
    await users.create({ ...admin, firstname: 'Dana', lastname: 'Ruiz', isActive: true, roles: [role.id] });
  }
  if (process.env.TEST_CLIENTS) {
    const clients = JSON.parse(require('node:fs').readFileSync(process.env.TEST_CLIENTS, 'utf8'));
    for (const data of clients) await strapi.documents('api::client.client').create({ data, status: 'published' });
  }
  if (process.env.TEST_KILL_BEFORE_WRITE) killBeforeWrite(strapi, Number(process.env.TEST_KILL_BEFORE_WRITE));
  strapi.server.mount();
  // A busy process must not close what its client is just about to use again.
  strapi.server.httpServer.keepAliveTimeout = 60_000;
  await new Promise((resolve) => strapi.server.httpServer.listen(0, '127.0.0.1', resolve));
  const { port } = strapi.server.httpServer.address();
  process.stdout.write(`${JSON.stringify({ ready: true, url: `http://127.0.0.1:${port}`, ...admin })}\n`);
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});

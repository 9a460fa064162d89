import type { ExternalRecordInput } from '../../../server/src/connectors/contract';
import { ConnectorError, type ConnectorErrorKind } from '../../../server/src/connectors/errors';
import { sendCreate, type SendPorts } from '../../../server/src/writing/send';

const record: ExternalRecordInput = { externalId: '7', label: 'Lumen Press', active: true, roles: {}, raw: {} };
const failure = (kind: ConnectorErrorKind): ConnectorError => new ConnectorError(kind, `It was ${kind}`);

/** A vendor as a list of what it does with each request; what it made can be found. */
function vendorOf(...answers: Array<'made' | 'lost' | 'never' | ConnectorErrorKind>) {
  const log: string[] = [];
  let made = 0;
  const ports: SendPorts = {
    create: () => {
      const answer = answers.shift() ?? 'made';
      log.push(`create:${answer}`);
      if (answer === 'made' || answer === 'lost') made += 1;
      if (answer === 'made') return Promise.resolve(record);
      return Promise.reject(failure(answer === 'lost' || answer === 'never' ? 'uncertain' : answer));
    },
    find: () => {
      log.push('find');
      return Promise.resolve(made > 0 ? record : null);
    },
    take: (state) => {
      log.push(`take:${state}`);
      return Promise.resolve(true);
    },
    checking: () => Promise.resolve(void log.push('checking')),
    created: (found) => Promise.resolve(void log.push(`created:${found.externalId}`)),
    failed: ({ kind }) => Promise.resolve(void log.push(`failed:${kind}`)),
    pause: (ms) => Promise.resolve(void log.push(`pause:${ms}`)),
  };
  return {
    ports,
    log,
    made: () => made,
    isThere: () => {
      made += 1;
    },
  };
}

describe('creating one record exactly once', () => {
  it('sends a planned one without a look', async () => {
    const vendor = vendorOf('made');
    await sendCreate(vendor.ports, 'planned');
    expect(vendor.log).toEqual(['take:sending', 'create:made', 'created:7']);
  });

  it('looks after a lost answer, and sends again only what is not there', async () => {
    const lost = vendorOf('lost');
    await sendCreate(lost.ports, 'planned');
    expect(lost.log).toEqual(['take:sending', 'create:lost', 'checking', 'find', 'created:7']);
    const never = vendorOf('never', 'made');
    await sendCreate(never.ports, 'planned');
    expect(never.log.filter((entry) => entry === 'find')).toHaveLength(3);
    expect(never.log.at(-1)).toBe('created:7');
    expect([lost.made(), never.made()]).toEqual([1, 1]);
  });

  it.each(['sending', 'checking'] as const)('looks first where an earlier attempt was left %s', async (state) => {
    const vendor = vendorOf();
    vendor.isThere();
    await sendCreate(vendor.ports, state);
    expect(vendor.log).toEqual(['take:checking', 'find', 'created:7']);
    expect(vendor.made()).toBe(1);
  });

  it('takes the refusal of a repeated request for what it may be: the first one came through', async () => {
    const vendor = vendorOf('never', 'rejected');
    const { create } = vendor.ports;
    // It becomes visible only by the time of the second request.
    vendor.ports.create = () => {
      if (vendor.log.includes('create:never')) vendor.isThere();
      return create();
    };
    await sendCreate(vendor.ports, 'planned');
    expect(vendor.log.at(-1)).toBe('created:7');
  });

  it('fails a refusal of the first request, and says nothing was made', async () => {
    const vendor = vendorOf('rejected');
    await sendCreate(vendor.ports, 'planned');
    expect(vendor.log).toEqual(['take:sending', 'create:rejected', 'failed:rejected']);
    expect(vendor.made()).toBe(0);
  });

  it('gives up for now after three sends without an answer', async () => {
    const vendor = vendorOf('never', 'never', 'never', 'never');
    await expect(sendCreate(vendor.ports, 'planned')).rejects.toMatchObject({ kind: 'unavailable' });
    expect(vendor.log.filter((entry) => entry.startsWith('create'))).toHaveLength(3);
  });

  it.each(['pending', 'unavailable', 'reauthorize', 'misconfigured'] as const)(
    'stops at %s, so that the run can go on later',
    async (kind) => {
      const vendor = vendorOf(kind);
      await expect(sendCreate(vendor.ports, 'planned')).rejects.toMatchObject({ kind });
      expect(vendor.log).toEqual(['take:sending', `create:${kind}`]);
    },
  );

  it('asks later where the look itself is lost', async () => {
    const vendor = vendorOf('lost');
    vendor.ports.find = () => Promise.reject(failure('uncertain'));
    await expect(sendCreate(vendor.ports, 'planned')).rejects.toMatchObject({ kind: 'unavailable' });
    expect(vendor.made()).toBe(1);
  });

  it('does nothing where another process has it', async () => {
    const vendor = vendorOf('made');
    vendor.ports.take = () => Promise.resolve(false);
    await sendCreate(vendor.ports, 'planned');
    expect(vendor.log).toEqual([]);
  });
});

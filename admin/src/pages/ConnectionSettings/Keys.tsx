import { useState } from 'react';
import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { Connection, Mapping } from '../../../../server/src/contracts';
import type { WriteTarget } from '../../components/writes/types';
import { useWriteText } from '../../components/writes/useWriteText';
import { WriteDrawer } from '../../components/writes/WriteDrawer';
import { WriteRun } from '../../components/writes/WriteRun';
import { useAllowed } from '../../hooks/useAllowed';
import { useUrlState } from '../../hooks/useUrlState';
import { useCrosswalkListLinksQuery, useLazyCrosswalkListLinksQuery } from '../../services/crosswalk';
import { errorMessage } from '../../utils/errors';

/** The server's limits, for a page and for one run. */
const PAGE_SIZE = 100;
const MOST = 1000;
const RUN = { run: '' } as const;

interface KeysProps {
  connection: Connection;
  /** Mappings whose records can carry a key; at least one. */
  mappings: readonly Mapping[];
}

/** Writes the keys of entries to the records they are linked with, after a look at each. */
export function Keys({ connection, mappings }: KeysProps) {
  const text = useWriteText();
  const [writing, setWriting] = useState<{ mapping: Mapping; targets: WriteTarget[] } | null>(null);
  const [{ run }, setUrl] = useUrlState(RUN);
  const stop = () => {
    setWriting(null);
    setUrl({ run: '' });
  };
  return (
    <Box background="neutral0" borderColor="neutral200" hasRadius padding={6}>
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Typography>{text('writes.keys.text', { system: connection.connectorName })}</Typography>
        {mappings.map((mapping) => (
          <KeysOf key={mapping.id} mapping={mapping} onWrite={(targets) => setWriting({ mapping, targets })} />
        ))}
      </Flex>
      {writing ? (
        <WriteDrawer
          subject={{ mapping: writing.mapping, act: 'write_anchor', system: connection.connectorName }}
          targets={writing.targets}
          runId={run}
          onRun={(id) => setUrl({ run: id }, { replace: true })}
          onClose={stop}
        />
      ) : run !== '' ? (
        <WriteRun runId={run} onRetry={null} onClose={stop} />
      ) : null}
    </Box>
  );
}

/** The confirmed links of one mapping: how many there are, and the way to the preview of their keys. */
function KeysOf({ mapping, onWrite }: { mapping: Mapping; onWrite: (targets: WriteTarget[]) => void }) {
  const text = useWriteText();
  const intl = useIntl();
  const { canWrite } = useAllowed();
  const [loading, setLoading] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [list] = useLazyCrosswalkListLinksQuery();
  const query = { mappingId: mapping.id, state: 'confirmed', sort: 'decidedAt:desc' } as const;
  const total = useCrosswalkListLinksQuery({ query: { ...query, pageSize: 1 } }).data?.meta.pagination.total;

  const look = async () => {
    setLoading(true);
    setError(null);
    try {
      const targets: WriteTarget[] = [];
      for (let page = 1, pages = 1; page <= pages && targets.length < MOST; page += 1) {
        const { data, meta } = await list({ query: { ...query, page, pageSize: PAGE_SIZE } }).unwrap();
        targets.push(...data.map(({ id, local }) => ({ id, locale: local.locale, label: local.label })));
        pages = meta.pagination.pageCount;
      }
      onWrite(targets);
    } catch (reason) {
      setError(reason);
    } finally {
      setLoading(false);
    }
  };

  return (
    <Flex direction="column" alignItems="flex-start" gap={2} tag="section" aria-label={mapping.name}>
      <Typography fontWeight="bold" tag="h3">
        {mapping.name}
      </Typography>
      {total === 0 ? <Typography textColor="neutral600">{text('writes.keys.none')}</Typography> : null}
      {total ? (
        <Button variant="secondary" disabled={!canWrite} loading={loading} onClick={() => void look()}>
          {text('writes.keys.act', { count: Math.min(total, MOST) })}
        </Button>
      ) : null}
      {total !== undefined && total > MOST ? (
        <Typography variant="pi" textColor="neutral600">
          {text('writes.keys.most', { most: MOST })}
        </Typography>
      ) : null}
      {error === null ? null : (
        <Typography textColor="danger600" role="alert">
          {errorMessage(error, intl)}
        </Typography>
      )}
    </Flex>
  );
}

import { useState } from 'react';
import { Box, Button, Field, Flex, SingleSelect, SingleSelectOption, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { CarryOverReport, Connection } from '../../../../server/src/contracts';
import { useAct } from '../../hooks/useAct';
import { useAllowed } from '../../hooks/useAllowed';
import { useServerText } from '../../hooks/useServerText';
import { useText } from '../../hooks/useText';
import { useCrosswalkCarryOverMutation, useCrosswalkPreviewCarryOverMutation } from '../../services/crosswalk';
import { errorMessage } from '../../utils/errors';

interface CarryOverProps {
  connection: Connection;
  /** Connections that the account may have been moved from; at least one. */
  sources: Connection[];
}

/** Links of a system that the account was moved from: looked at by the vendor's ids, then made here. */
export function CarryOver({ connection, sources }: CarryOverProps) {
  const t = useText();
  const intl = useIntl();
  const act = useAct();
  const { canReview } = useAllowed();
  const [from, setFrom] = useState(sources[0]?.id ?? '');
  const [report, setReport] = useState<CarryOverReport | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [preview, previewing] = useCrosswalkPreviewCarryOverMutation();
  const [carryOver, carrying] = useCrosswalkCarryOverMutation();
  const params = { id: connection.id };
  const source = sources.find(({ id }) => id === from)?.name ?? '';

  const look = async () => {
    setError(null);
    try {
      setReport((await preview({ params, body: { from } }).unwrap()).data);
    } catch (reason) {
      setReport(null);
      setError(errorMessage(reason, intl));
    }
  };
  const carryOut = async () => {
    if (!report) return;
    const done = await act(carryOver({ params, body: { from, expected: report.digest } }).unwrap(), {
      done: ({ data }) => t('carry.done', { count: data.count }),
    });
    if (done) setReport(null);
    else await look();
  };

  return (
    <Box background="neutral0" borderColor="neutral200" hasRadius padding={6}>
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Typography>{t('carry.text', { system: connection.connectorName })}</Typography>
        <Flex gap={3} alignItems="flex-end" wrap="wrap">
          <Box minWidth="28rem">
            <Field.Root name="carryFrom">
              <Field.Label>{t('carry.from')}</Field.Label>
              <SingleSelect
                value={from}
                onChange={(value: string | number) => {
                  setFrom(String(value));
                  setReport(null);
                }}
              >
                {sources.map(({ id, name }) => (
                  <SingleSelectOption key={id} value={id}>
                    {name}
                  </SingleSelectOption>
                ))}
              </SingleSelect>
            </Field.Root>
          </Box>
          <Button
            variant="secondary"
            size="L"
            disabled={!canReview}
            loading={previewing.isLoading}
            onClick={() => void look()}
          >
            {t('carry.look')}
          </Button>
        </Flex>
        <Box aria-live="polite">
          {error === null ? null : <Typography textColor="danger600">{error}</Typography>}
          {report ? <Report report={report} source={source} /> : null}
        </Box>
        {report && report.count > 0 ? (
          <Flex>
            <Button loading={carrying.isLoading} onClick={() => void carryOut()}>
              {t('carry.act', { count: report.count })}
            </Button>
          </Flex>
        ) : null}
      </Flex>
    </Box>
  );
}

function Report({ report, source }: { report: CarryOverReport; source: string }) {
  const t = useText();
  const said = useServerText();
  const mappings = report.mappings.filter(({ links }) => links > 0);
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      {report.count === 0 ? <Typography fontWeight="bold">{t('carry.nothing', { source })}</Typography> : null}
      {mappings.map(({ mappingId, name, links, unchanged, changes, left }) => (
        <Box key={mappingId}>
          <Typography fontWeight="bold" tag="h3">
            {name}
          </Typography>
          <Typography tag="p" textColor="neutral800">
            {t('carry.summary', { links, count: changes.total, unchanged, left: left.total })}
          </Typography>
          <Rows
            title={t('carry.made', { count: changes.total })}
            rows={changes.rows.map(({ localLabel, formerLabel, externalLabel }) =>
              t('carry.pair', { local: localLabel, former: formerLabel, external: externalLabel }),
            )}
          />
          <Rows
            title={t('carry.left', { count: left.total })}
            rows={left.rows.map(({ localLabel, message, words }) => `${localLabel}: ${said(message, words)}`)}
          />
        </Box>
      ))}
    </Flex>
  );
}

function Rows({ title, rows }: { title: string; rows: string[] }) {
  if (rows.length === 0) return null;
  return (
    <Box tag="details" paddingTop={2}>
      <Typography tag="summary" textColor="primary600" style={{ cursor: 'pointer' }}>
        {title}
      </Typography>
      <Box tag="ul" paddingTop={2} style={{ maxHeight: '32rem', overflow: 'auto' }} tabIndex={0} aria-label={title}>
        {rows.map((row, at) => (
          <Typography key={at} tag="li" variant="pi" textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
            {row}
          </Typography>
        ))}
      </Box>
    </Box>
  );
}

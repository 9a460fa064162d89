import { Box, Flex, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import { Layouts, Page } from '@strapi/strapi/admin';
import { ConnectionSelect } from '../../components/ConnectionSelect';
import { useUrlState } from '../../hooks/useUrlState';
import { useCrosswalkListConnectionsQuery } from '../../services/crosswalk';
import { CoverageHistory } from './CoverageHistory';
import { SyncHistory } from './SyncHistory';
import { useTrendsText } from './useTrendsText';

const PERIODS = ['30', '90', '365'] as const;
const DEFAULTS = { connection: '', days: '90' } as const;

/** How the links and the syncs went: pictures, each with its table. */
export default function TrendsPage() {
  const text = useTrendsText();
  const [url, setUrl] = useUrlState(DEFAULTS);
  const connections = useCrosswalkListConnectionsQuery(undefined).data?.data ?? [];
  const days = PERIODS.find((period) => period === url.days) ?? '90';
  const scope = url.connection ? { connectionId: url.connection } : {};
  return (
    <Page.Main>
      <Page.Title>{text('trends.title')}</Page.Title>
      <Layouts.Header title={text('trends.title')} subtitle={text('trends.subtitle')} />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={8} paddingBottom={8}>
          <Flex gap={2} wrap="wrap">
            <ConnectionSelect
              label={text('trends.connection')}
              connections={connections}
              value={url.connection}
              all={text('trends.all')}
              onChange={(connection) => setUrl({ connection })}
            />
            <Box width="20rem">
              <SingleSelect
                aria-label={text('trends.period')}
                value={days}
                onChange={(value) => setUrl({ days: String(value) })}
              >
                {PERIODS.map((period) => (
                  <SingleSelectOption key={period} value={period}>
                    {text('trends.period.days', { days: Number(period) })}
                  </SingleSelectOption>
                ))}
              </SingleSelect>
            </Box>
          </Flex>
          <CoverageHistory scope={scope} days={Number(days)} />
          <SyncHistory scope={scope} />
        </Flex>
      </Layouts.Content>
    </Page.Main>
  );
}

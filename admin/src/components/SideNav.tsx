import { Badge } from '@strapi/design-system';
import { SubNav } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import type { Connection } from '../../../server/src/contracts';
import { BASE_PATH } from '../pluginId';
import { useCrosswalkListConnectionsQuery } from '../services/crosswalk';
import { useText } from '../hooks/useText';
import { menuText } from '../utils/menuText';

/** The plugin's own navigation; numbers say where work waits. */
export function SideNav() {
  const t = useText();
  const name = useIntl().formatMessage(menuText('plugin.name'));
  const { data } = useCrosswalkListConnectionsQuery(undefined);
  const live = (data?.data ?? []).filter((connection) => connection.state === 'live');
  const toReview = live.flatMap((connection) => connection.counts).reduce((sum, count) => sum + count.proposed, 0);
  const problems = (data?.data ?? []).reduce((sum, connection) => sum + problemCount(connection), 0);
  return (
    <SubNav.Main aria-label={name}>
      <SubNav.Header label={name} />
      <SubNav.Content>
        <SubNav.Sections>
          {[
            <SubNav.Section key="work" label={t('nav.work')}>
              {[
                <SubNav.Link key="home" to={BASE_PATH} end label={t('nav.home')} />,
                <SubNav.Link
                  key="review"
                  to={`${BASE_PATH}/review`}
                  label={t('nav.review')}
                  endAction={toReview > 0 ? <Waiting count={toReview} /> : undefined}
                />,
                <SubNav.Link
                  key="attention"
                  to={`${BASE_PATH}/attention`}
                  label={t('nav.attention')}
                  endAction={problems > 0 ? <Waiting count={problems} /> : undefined}
                />,
                <SubNav.Link key="mappings" to={`${BASE_PATH}/mappings`} label={t('nav.mappings')} />,
                <SubNav.Link key="invoices" to={`${BASE_PATH}/invoices`} label={t('nav.invoices')} />,
                <SubNav.Link key="activity" to={`${BASE_PATH}/activity`} label={t('nav.activity')} />,
                <SubNav.Link key="trends" to={`${BASE_PATH}/trends`} label={t('nav.trends')} />,
              ]}
            </SubNav.Section>,
          ]}
        </SubNav.Sections>
      </SubNav.Content>
    </SubNav.Main>
  );
}

/** Problems that the inbox shows of a connection; those of mappings are found there. */
const problemCount = ({ state, activeRun, lastRun, counts }: Connection): number =>
  counts.reduce((sum, { attention }) => sum + attention, 0) +
  (state === 'expired' ? 1 : 0) +
  (activeRun?.state === 'asking' || (activeRun === null && lastRun?.state === 'failed') ? 1 : 0);

function Waiting({ count }: { count: number }) {
  const intl = useIntl();
  return <Badge>{intl.formatNumber(count)}</Badge>;
}

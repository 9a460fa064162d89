import { Badge } from '@strapi/design-system';
import { SubNav } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import { BASE_PATH } from '../pluginId';
import { useCrosswalkListConnectionsQuery } from '../services/crosswalk';
import { getTranslation } from '../utils/getTranslation';

/** The plugin's own navigation; numbers say where work waits. */
export function SideNav() {
  const { formatMessage } = useIntl();
  const { data } = useCrosswalkListConnectionsQuery(undefined);
  const live = (data?.data ?? []).filter((connection) => connection.state === 'live');
  const toReview = live.flatMap((connection) => connection.counts).reduce((sum, count) => sum + count.proposed, 0);
  const label = (id: string, defaultMessage: string) => formatMessage({ id: getTranslation(id), defaultMessage });
  return (
    <SubNav.Main aria-label={label('plugin.name', 'Crosswalk')}>
      <SubNav.Header label={label('plugin.name', 'Crosswalk')} />
      <SubNav.Content>
        <SubNav.Sections>
          {[
            <SubNav.Section key="work" label={label('nav.work', 'Work')}>
              {[
                <SubNav.Link key="home" to={BASE_PATH} end label={label('nav.home', 'Integrations')} />,
                <SubNav.Link
                  key="review"
                  to={`${BASE_PATH}/review`}
                  label={label('nav.review', 'Review')}
                  endAction={toReview > 0 ? <Waiting count={toReview} /> : undefined}
                />,
                <SubNav.Link key="mappings" to={`${BASE_PATH}/mappings`} label={label('nav.mappings', 'Mappings')} />,
                <SubNav.Link key="invoices" to={`${BASE_PATH}/invoices`} label={label('nav.invoices', 'Invoices')} />,
                <SubNav.Link key="activity" to={`${BASE_PATH}/activity`} label={label('nav.activity', 'Activity')} />,
              ]}
            </SubNav.Section>,
          ]}
        </SubNav.Sections>
      </SubNav.Content>
    </SubNav.Main>
  );
}

function Waiting({ count }: { count: number }) {
  const { formatNumber } = useIntl();
  return <Badge>{formatNumber(count)}</Badge>;
}

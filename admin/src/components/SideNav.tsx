import { Badge } from '@strapi/design-system';
import { SubNav } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import { NavLink } from 'react-router-dom';
import { styled } from 'styled-components';
import type { Connection } from '../../../server/src/contracts';
import { BASE_PATH } from '../pluginId';
import { useCrosswalkListConnectionsQuery } from '../services/crosswalk';
import { useText } from '../hooks/useText';
import { menuText } from '../utils/menuText';

interface Place {
  key: string;
  to: string;
  label: string;
  /** Only the page itself, not those below it. */
  end?: boolean;
  /** How much waits there. */
  waiting?: number;
}

function usePlaces(): { name: string; places: Place[] } {
  const t = useText();
  const name = useIntl().formatMessage(menuText('plugin.name'));
  const { data } = useCrosswalkListConnectionsQuery(undefined);
  const live = (data?.data ?? []).filter((connection) => connection.state === 'live');
  const toReview = live.flatMap((connection) => connection.counts).reduce((sum, count) => sum + count.proposed, 0);
  const problems = (data?.data ?? []).reduce((sum, connection) => sum + problemCount(connection), 0);
  return {
    name,
    places: [
      { key: 'home', to: BASE_PATH, label: t('nav.home'), end: true },
      { key: 'review', to: `${BASE_PATH}/review`, label: t('nav.review'), waiting: toReview },
      { key: 'attention', to: `${BASE_PATH}/attention`, label: t('nav.attention'), waiting: problems },
      { key: 'mappings', to: `${BASE_PATH}/mappings`, label: t('nav.mappings') },
      { key: 'invoices', to: `${BASE_PATH}/invoices`, label: t('nav.invoices') },
      { key: 'activity', to: `${BASE_PATH}/activity`, label: t('nav.activity') },
      { key: 'trends', to: `${BASE_PATH}/trends`, label: t('nav.trends') },
    ],
  };
}

/** The plugin's own navigation; numbers say where work waits. */
export function SideNav() {
  const t = useText();
  const { name, places } = usePlaces();
  return (
    <SubNav.Main aria-label={name}>
      <SubNav.Header label={name} />
      <SubNav.Content>
        <SubNav.Sections>
          {[
            <SubNav.Section key="work" label={t('nav.work')}>
              {places.map(({ key, waiting = 0, ...place }) => (
                <SubNav.Link key={key} {...place} endAction={waiting > 0 ? <Waiting count={waiting} /> : undefined} />
              ))}
            </SubNav.Section>,
          ]}
        </SubNav.Sections>
      </SubNav.Content>
    </SubNav.Main>
  );
}

/** The same above the page where the panel leaves no room at the side: on small screens, and at 200 % zoom. */
export function TopNav() {
  const { name, places } = usePlaces();
  return (
    <Top aria-label={name}>
      <ul>
        {places.map(({ key, to, end, label, waiting = 0 }) => (
          <li key={key}>
            <NavLink to={to} end={end ?? false}>
              {label}
              {waiting > 0 ? <Waiting count={waiting} /> : null}
            </NavLink>
          </li>
        ))}
      </ul>
    </Top>
  );
}

const Top = styled.nav`
  padding: 1.2rem 1.6rem 0;
  ul {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4rem;
  }
  a {
    display: flex;
    align-items: center;
    gap: 0.8rem;
    min-height: 3.2rem;
    padding: 0 1.2rem;
    color: ${({ theme }) => theme.colors.neutral800};
    text-decoration: none;
    border-radius: ${({ theme }) => theme.borderRadius};
  }
  a.active {
    color: ${({ theme }) => theme.colors.primary700};
    font-weight: 600;
    background: ${({ theme }) => theme.colors.primary100};
  }
  ${({ theme }) => theme.breakpoints.medium} {
    display: none;
  }
`;

/** Problems that the inbox shows of a connection; those of mappings are found there. */
const problemCount = ({ state, activeRun, lastRun, counts }: Connection): number =>
  counts.reduce((sum, { attention }) => sum + attention, 0) +
  (state === 'expired' ? 1 : 0) +
  (activeRun?.state === 'asking' || (activeRun === null && lastRun?.state === 'failed') ? 1 : 0);

function Waiting({ count }: { count: number }) {
  const intl = useIntl();
  return <Badge>{intl.formatNumber(count)}</Badge>;
}

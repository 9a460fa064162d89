import {
  Box,
  Checkbox,
  Flex,
  Link as TextLink,
  SingleSelect,
  SingleSelectOption,
  Typography,
} from '@strapi/design-system';
import { ArrowLeft } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import { Link, useParams } from 'react-router-dom';
import type { ChargePeriod } from '../../../../server/src/contracts';
import { useAmounts } from '../../components/charges/useAmounts';
import { useChargesText } from '../../components/charges/useChargesText';
import { EmptyState } from '../../components/EmptyState';
import { LoadError } from '../../components/LoadError';
import { LoadingRows } from '../../components/LoadingRows';
import { PageNumbers } from '../../components/PageNumbers';
import { useText } from '../../hooks/useText';
import { useUrlState } from '../../hooks/useUrlState';
import { PERMISSIONS } from '../../permissions';
import { BASE_PATH } from '../../pluginId';
import {
  useCrosswalkListChargePeriodsQuery,
  useCrosswalkListClientChargesQuery,
  useCrosswalkListConnectionsQuery,
} from '../../services/crosswalk';
import { errorMessage } from '../../utils/errors';
import { when } from '../../utils/format';
import { pageInUrl } from '../../utils/pageInUrl';
import { Clients } from './Clients';
import { SaveButton } from './SaveButton';

const DEFAULTS = { period: '', unlinked: '', client: '', page: '1', pageSize: '25' } as const;

/** What the system of a connection charges us, by period and client. */
export default function ChargesPage() {
  return (
    <Page.Protect permissions={PERMISSIONS.charges}>
      <Charges />
    </Page.Protect>
  );
}

function Charges() {
  const intl = useIntl();
  const t = useText();
  const text = useChargesText();
  const { periodOf, sumOf } = useAmounts();
  const { id = '' } = useParams();
  const [url, setUrl] = useUrlState(DEFAULTS);
  const connection = useCrosswalkListConnectionsQuery(undefined).data?.data.find((one) => one.id === id);
  const params = { id };
  const periods = useCrosswalkListChargePeriodsQuery({ params }, { refetchOnMountOrArgChange: true });
  const list = periods.currentData?.data;
  const shown = list?.find(({ period }) => period === url.period) ?? list?.[0];
  const period = shown?.period ?? '';
  const unlinked = url.unlinked !== '';
  const clients = useCrosswalkListClientChargesQuery(
    { params, query: { ...pageInUrl(url), period, unlinked: String(unlinked) } },
    { skip: !shown, refetchOnMountOrArgChange: true },
  );
  const found = clients.currentData;
  const error = periods.error ?? clients.error;
  const system = connection?.connectorName ?? '';
  const lastRun = connection?.lastRun;
  const failed = lastRun?.progress.parts.some(({ key, phase }) => key === 'charges' && phase !== 'done');
  return (
    <Page.Main>
      <Page.Title>{text('charges.title')}</Page.Title>
      <Layouts.Header
        navigationAction={
          <TextLink tag={Link} to={BASE_PATH} startIcon={<ArrowLeft />}>
            {t('connect.back')}
          </TextLink>
        }
        title={text('charges.title')}
        subtitle={text('charges.subtitle', { system })}
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={4} paddingBottom={8}>
          {failed && (
            <Typography role="status" textColor="danger600">
              {lastRun?.message ?? lastRun?.progress.problems.at(-1)?.message}
            </Typography>
          )}
          {list && shown && (
            <Flex gap={4} wrap="wrap">
              <Box width="24rem">
                <SingleSelect
                  aria-label={text('charges.period')}
                  value={period}
                  onChange={(value) => setUrl({ period: String(value), client: '', page: '' })}
                >
                  {list.map((one) => (
                    <SingleSelectOption key={one.period} value={one.period}>
                      {periodOf(one.period)}
                    </SingleSelectOption>
                  ))}
                </SingleSelect>
              </Box>
              <Checkbox
                checked={unlinked}
                onCheckedChange={(checked) => setUrl({ unlinked: checked === true ? '1' : '', client: '', page: '' })}
              >
                {text('charges.unlinked')}
              </Checkbox>
              <Box flex="1" />
              <SaveButton connectionId={id} period={period} unlinked={unlinked} />
            </Flex>
          )}
          {error && !found ? (
            <LoadError
              message={text('charges.error', { message: errorMessage(error, intl) })}
              onRetry={() => {
                void periods.refetch();
                if (shown) void clients.refetch();
              }}
            />
          ) : !list || (shown && !found) ? (
            <LoadingRows />
          ) : !shown || !found || found.data.length === 0 ? (
            <EmptyState text={text('charges.empty')} />
          ) : (
            <>
              <Box>
                <Typography fontWeight="bold" tag="p">
                  {text('charges.sum', {
                    cost: sumOf(found.meta.sums, 'cost'),
                    total: sumOf(found.meta.sums, 'total'),
                    system,
                  })}
                </Typography>
                <State period={shown} />
              </Box>
              <Clients
                clients={found.data}
                scope={{ connectionId: id, period, unlinked }}
                openId={url.client}
                onOpen={(client) => setUrl({ client }, { replace: true })}
              />
              <PageNumbers pagination={found.meta.pagination} />
            </>
          )}
        </Flex>
      </Layouts.Content>
    </Page.Main>
  );
}

/** Of which day the invoice is, what is still to be paid, and whether all of it has been read. */
function State({ period: { issuedOn, status, balance, unread, readAt } }: { period: ChargePeriod }) {
  const intl = useIntl();
  const text = useChargesText();
  const { amountOf, dayOf } = useAmounts();
  const facts =
    issuedOn === null
      ? [text('charges.readAt', { when: when(intl, readAt) })]
      : [
          dayOf(issuedOn),
          status,
          ...balance
            .filter(({ amount }) => Number(amount) !== 0)
            .map(({ amount, currency }) => text('charges.open', { amount: amountOf(amount, currency) })),
          unread > 0 && text('charges.unread'),
        ];
  return (
    <Typography variant="pi" textColor="neutral600" tag="p">
      {facts.filter(Boolean).join(' · ')}
    </Typography>
  );
}

import { Box, Flex, Link as TextLink, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { Link } from 'react-router-dom';
import type { Connection } from '../../../../server/src/contracts';
import { DecisionRow } from '../../components/DecisionRow';
import { LoadError } from '../../components/LoadError';
import { LoadingRows } from '../../components/LoadingRows';
import { useAllowed } from '../../hooks/useAllowed';
import { useText } from '../../hooks/useText';
import { BASE_PATH } from '../../pluginId';
import { useCrosswalkListDecisionsQuery } from '../../services/crosswalk';
import { errorMessage } from '../../utils/errors';

/** The last acts on links, each with its Undo. */
export function RecentActivity({ connections }: { connections: Connection[] }) {
  const t = useText();
  const intl = useIntl();
  const { canReview } = useAllowed();
  const { data, error, refetch } = useCrosswalkListDecisionsQuery({ query: { pageSize: 5 } });
  const decisions = data?.data;
  return (
    <Box tag="section" aria-labelledby="crosswalk-activity">
      <Flex justifyContent="space-between" paddingBottom={4}>
        <Typography id="crosswalk-activity" variant="delta" fontWeight="bold" tag="h2">
          {t('home.activity')}
        </Typography>
        <TextLink tag={Link} to={`${BASE_PATH}/activity`}>
          {t('home.journal')}
        </TextLink>
      </Flex>
      {error && !decisions ? (
        <LoadError message={errorMessage(error, intl)} onRetry={() => void refetch()} />
      ) : !decisions ? (
        <LoadingRows rows={3} />
      ) : (
        <Box background="neutral0" borderColor="neutral200" hasRadius>
          {decisions.length === 0 ? (
            <Box padding={5}>
              <Typography textColor="neutral600">{t('home.noActivity')}</Typography>
            </Box>
          ) : (
            <Box tag="ul">
              {decisions.map((decision) => (
                <DecisionRow
                  key={decision.batchId}
                  decision={decision}
                  connectionName={connections.find(({ id }) => id === decision.connectionId)?.name}
                  canReview={canReview}
                />
              ))}
            </Box>
          )}
        </Box>
      )}
    </Box>
  );
}

import { useEffect, useRef, useState } from 'react';
import { Box, Flex, LinkButton, Typography } from '@strapi/design-system';
import { Layouts, Page } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import { Link, useNavigate, useSearchParams } from 'react-router-dom';
import type { BodyInputOf, completeAuthorization } from '../../../../server/src/contracts';
import { LoadingRows } from '../../components/LoadingRows';
import { useToast } from '../../components/Toasts';
import { useText } from '../../hooks/useText';
import { PERMISSIONS } from '../../permissions';
import { BASE_PATH } from '../../pluginId';
import { useCrosswalkCompleteAuthorizationMutation } from '../../services/crosswalk';
import { setupPath } from '../../utils/connectionPaths';
import { errorMessage } from '../../utils/errors';

/** Where a vendor sends the browser back to after access was granted or refused. */
export default function OAuthCallbackPage() {
  const t = useText();
  return (
    <Page.Protect permissions={PERMISSIONS.configure}>
      <Page.Main>
        <Page.Title>{t('callback.title')}</Page.Title>
        <Layouts.Header title={t('callback.title')} />
        <Layouts.Content>
          <Completion />
        </Layouts.Content>
      </Page.Main>
    </Page.Protect>
  );
}

function Completion() {
  const t = useText();
  const intl = useIntl();
  const toast = useToast();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const [complete] = useCrosswalkCompleteAuthorizationMutation();
  const [error, setError] = useState<unknown>(null);
  const sent = useRef(false);
  const state = search.get('state');

  useEffect(() => {
    // The state works once: a second post would turn a success into a refusal.
    if (sent.current || !state) return;
    sent.current = true;
    const body: BodyInputOf<typeof completeAuthorization> = { state };
    for (const name of ['code', 'realmId', 'error'] as const) {
      const value = search.get(name);
      if (value) body[name] = value;
    }
    complete({ body })
      .unwrap()
      .then(({ data }) => {
        toast({ tone: 'success', message: t('callback.done', { name: data.name }) });
        navigate(data.state === 'live' ? BASE_PATH : setupPath(data), { replace: true });
      })
      .catch((reason: unknown) => setError(reason));
  }, [complete, navigate, search, state, t, toast]);

  if (state && !error) {
    return (
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Typography role="status">{t('callback.working')}</Typography>
        <LoadingRows rows={2} />
      </Flex>
    );
  }
  return (
    <Box role="alert" maxWidth="64rem" background="neutral0" borderColor="neutral200" hasRadius padding={6}>
      <Flex direction="column" alignItems="flex-start" gap={4}>
        <Typography fontWeight="bold" tag="h2">
          {t('callback.failed')}
        </Typography>
        <Typography>{error ? errorMessage(error, intl) : t('callback.noState')}</Typography>
        <LinkButton tag={Link} to={BASE_PATH} replace>
          {t('callback.again')}
        </LinkButton>
      </Flex>
    </Box>
  );
}

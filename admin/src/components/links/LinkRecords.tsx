import { Box, Flex, Typography } from '@strapi/design-system';
import type { Link, RecordCard } from '../../../../server/src/contracts';
import { StateTag } from '../StateTag';
import { RecordLink } from './RecordLink';
import { useLinkText } from './useLinkText';

/** Both records of a link, each with the way to its own page. */
export function LinkRecords({ link }: { link: Link }) {
  const text = useLinkText();
  const connection = link.connectionName;
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Typography variant="sigma" textColor="neutral600" tag="h3">
        {text('links.drawer.records')}
      </Typography>
      <Record
        card={link.local}
        place={text('links.drawer.local', { mapping: link.mappingName })}
        openLabel={text('links.drawer.openLocal', { name: link.local.label })}
      />
      <Record
        card={link.external}
        place={text('links.drawer.external', { recordType: link.recordType, id: link.external.id, connection })}
        openLabel={text('links.drawer.openExternal', { name: link.external.label, connection })}
      />
      {link.sharedBy > 1 && (
        <Typography variant="pi" textColor="neutral800">
          {text('links.drawer.shared', { count: link.sharedBy, external: link.external.label })}
        </Typography>
      )}
    </Flex>
  );
}

function Record({ card, place, openLabel }: { card: RecordCard; place: string; openLabel: string }) {
  const text = useLinkText();
  const name = <Typography fontWeight="bold">{card.label}</Typography>;
  return (
    <Box>
      <Flex gap={2} wrap="wrap">
        {card.url === null ? (
          name
        ) : (
          <RecordLink to={card.url} label={openLabel}>
            {name}
          </RecordLink>
        )}
        {!card.active && <StateTag tone="danger">{text('links.drawer.inactive')}</StateTag>}
      </Flex>
      <Typography variant="pi" textColor="neutral600" tag="p">
        {[place, card.detail].filter(Boolean).join(' · ')}
      </Typography>
    </Box>
  );
}

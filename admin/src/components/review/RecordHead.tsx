import { Typography } from '@strapi/design-system';
import type { RecordCard } from '../../../../server/src/contracts';
import { RecordLink } from '../links/RecordLink';

/** Head of a record's column: what it is and where, with the way to its own page. */
export function RecordHead({ title, card, openLabel }: { title: string; card: RecordCard; openLabel: string }) {
  const heading = (
    <Typography variant="sigma" textColor="neutral600" tag="span">
      {title}
    </Typography>
  );
  if (card.url === null) return heading;
  return (
    <RecordLink to={card.url} label={`${title}: ${openLabel}`}>
      {heading}
    </RecordLink>
  );
}

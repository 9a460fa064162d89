import { Flex, Link as TextLink, Typography } from '@strapi/design-system';
import { Link } from 'react-router-dom';
import type { Link as RecordLink } from '../../../../server/src/contracts';
import { useCrosswalkLinkChargesQuery } from '../../services/crosswalk';
import { chargesPath } from '../../utils/connectionPaths';
import { useAmounts } from './useAmounts';
import { useChargesText } from './useChargesText';

/** What is charged for the client of a link, to come and last; nothing where the system tells of no charges. */
export function LinkCharges({ link }: { link: RecordLink }) {
  const text = useChargesText();
  const { sumOf, periodOf } = useAmounts();
  const charges = useCrosswalkLinkChargesQuery({ params: { id: link.id } }).currentData?.data ?? [];
  return charges.map(({ period, sums }) => (
    <Flex key={period} gap={3}>
      <Typography textColor="neutral600">{text('charges.title')}</Typography>
      <TextLink tag={Link} to={chargesPath({ id: link.connectionId }, period, link.external.id)}>
        {periodOf(period)}
      </TextLink>
      <Typography>{sumOf(sums, 'cost')}</Typography>
    </Flex>
  ));
}

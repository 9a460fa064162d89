import { Flex, Link, Typography } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';
import type { Connection } from '../../../../server/src/contracts';
import { useWizardText } from '../../components/review/useWizardText';
import { BASE_PATH } from '../../pluginId';

/** Leads to the wizards of connections whose proposals are not in this queue. */
export function InSetup({ connections }: { connections: readonly Connection[] }) {
  const text = useWizardText();
  if (connections.length === 0) return null;
  return (
    <Flex tag="ul" direction="column" alignItems="flex-start" gap={1}>
      {connections.map((connection) => (
        <Flex tag="li" gap={2} key={connection.id}>
          <Typography textColor="neutral800">
            {text('wizard.queue.inSetup', {
              name: connection.name,
              count: connection.counts.reduce((total, counts) => total + counts.proposed, 0),
            })}
          </Typography>
          <Link tag={NavLink} to={`${BASE_PATH}/connections/${connection.id}?step=review`}>
            {text('wizard.queue.openWizard')}
          </Link>
        </Flex>
      ))}
    </Flex>
  );
}

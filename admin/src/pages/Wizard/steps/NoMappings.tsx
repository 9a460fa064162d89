import { LinkButton } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';
import type { Connection } from '../../../../../server/src/contracts';
import { EmptyState } from '../../../components/EmptyState';
import { useWizardText } from '../../../components/review/useWizardText';
import { BASE_PATH } from '../../../pluginId';

/** Said where a step has nothing to work on because nothing is mapped yet. */
export function NoMappings({ connection }: { connection: Connection }) {
  const text = useWizardText();
  return (
    <EmptyState
      text={text('wizard.noMappings', { name: connection.name })}
      action={
        <LinkButton tag={NavLink} to={`${BASE_PATH}/connections/${connection.id}/settings`}>
          {text('wizard.noMappings.act')}
        </LinkButton>
      }
    />
  );
}

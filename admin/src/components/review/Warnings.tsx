import { Flex, Typography } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';
import type { Link, LinkWarning } from '../../../../server/src/contracts';
import { useWizardText } from './useWizardText';

/** What to look at before confirming. */
export function Warnings({ link }: { link: Link }) {
  const text = useWizardText();
  if (link.warnings.length === 0) return null;
  const { parent } = link.external.roles;
  const say = (warning: LinkWarning) => {
    if (warning === 'sub_record' && parent) return text('wizard.warning.sub_record', { parent });
    if (warning === 'sub_record') return text('wizard.warning.sub_record.unnamed', { connection: link.connectionName });
    return text(`wizard.warning.${warning}`, { connection: link.connectionName, count: link.sharedBy });
  };
  return (
    <Flex tag="ul" gap={3} wrap="wrap">
      {link.warnings.map((warning) => (
        <Flex tag="li" gap={1} key={warning}>
          <WarningCircle fill="warning600" width="1.4rem" height="1.4rem" aria-hidden />
          <Typography variant="pi" textColor="neutral800">
            {say(warning)}
          </Typography>
        </Flex>
      ))}
    </Flex>
  );
}

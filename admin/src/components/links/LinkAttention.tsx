import { Box, Flex, Typography } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';
import type { Link } from '../../../../server/src/contracts';
import { useLinkText } from './useLinkText';

/** Why a link needs a look: what happened to one of its records and what to do, or the warnings of a proposal. */
export function LinkAttention({ link }: { link: Link }) {
  const text = useLinkText();
  const values = { local: link.local.label, external: link.external.label, connection: link.connectionName };
  if (link.attention === 'merged' && link.mergedInto !== null) {
    const survivor = link.mergedInto.label;
    return (
      <Note
        title={text('links.attention.merged.into', { ...values, survivor })}
        lines={[text('links.attention.merged.intoText', { ...values, survivor })]}
      />
    );
  }
  if (link.attention !== null) {
    return (
      <Note
        title={text(`links.attention.${link.attention}.title`, values)}
        lines={[text(`links.attention.${link.attention}.text`, values)]}
      />
    );
  }
  if (link.state !== 'proposed' || link.warnings.length === 0) return null;
  return <Note lines={link.warnings.map((warning) => text(`links.warning.${warning}`, values))} />;
}

function Note({ title, lines }: { title?: string; lines: string[] }) {
  return (
    <Flex
      alignItems="flex-start"
      gap={3}
      padding={4}
      hasRadius
      background="neutral100"
      borderColor="neutral200"
      role="note"
    >
      <Box paddingTop={1} shrink={0}>
        <WarningCircle aria-hidden fill="warning600" />
      </Box>
      <Flex direction="column" alignItems="stretch" gap={1}>
        {title !== undefined && (
          <Typography fontWeight="bold" textColor="neutral800" tag="p">
            {title}
          </Typography>
        )}
        {lines.map((line) => (
          <Typography key={line} variant="pi" textColor="neutral800" tag="p">
            {line}
          </Typography>
        ))}
      </Flex>
    </Flex>
  );
}

import { Box, Typography } from '@strapi/design-system';
import type { FilePreview } from '../../../../../server/src/contracts';
import { useServerText } from '../../../hooks/useServerText';
import { useText } from '../../../hooks/useText';

/** Rows that cannot be read, each by its line; the rest is imported all the same. */
export function BadRows({ rows }: { rows: FilePreview['badRows'] }) {
  const t = useText();
  const said = useServerText();
  if (rows.length === 0) return null;
  return (
    <Box background="neutral0" borderColor="warning600" hasRadius padding={5}>
      <Typography fontWeight="bold" tag="h3">
        {t('file.badRows', { count: rows.length })}
      </Typography>
      <Box tag="ul" paddingTop={2} maxHeight="20rem" overflow="auto">
        {rows.map(({ line, message, words }, at) => (
          <Typography key={`${line} ${at}`} tag="li">
            {t('file.badRow', { line, message: said(message, words) })}
          </Typography>
        ))}
      </Box>
    </Box>
  );
}

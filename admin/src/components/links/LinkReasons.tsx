import { Flex, Typography } from '@strapi/design-system';
import type { Link } from '../../../../server/src/contracts';
import { percent } from '../../utils/format';
import { PairTable } from '../review/PairTable';
import { useLinkText } from './useLinkText';

/** Why the two records were put together: score, evidence by field, and what came second. */
export function LinkReasons({ link }: { link: Link }) {
  const text = useLinkText();
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <Typography variant="sigma" textColor="neutral600" tag="h3">
        {text('links.drawer.why')}
      </Typography>
      {link.origin === 'created' && (
        <Typography tag="p">{text('links.drawer.created', { connection: link.connectionName })}</Typography>
      )}
      {link.origin === 'manual' && link.score === null && (
        <Typography tag="p">{text('links.drawer.byHand')}</Typography>
      )}
      {link.score !== null && (
        <Typography fontWeight="bold" tag="p">
          {text('links.drawer.score', { score: percent(link.score) })}
        </Typography>
      )}
      {link.evidence && <Typography tag="p">{link.evidence.sentence}</Typography>}
      {link.evidence && link.evidence.fields.length > 0 && (
        <PairTable
          evidence={link.evidence}
          threshold={null}
          localHead={<Head>{text('links.column.local')}</Head>}
          externalHead={<Head>{text('links.column.external.of', { connection: link.connectionName })}</Head>}
          evidenceHead={<Head>{text('links.column.evidence')}</Head>}
        />
      )}
      {link.score !== null && (
        <Typography variant="pi" textColor="neutral600" tag="p">
          {link.runnerUp
            ? text('links.drawer.runnerUp', { ...link.runnerUp, score: percent(link.runnerUp.score) })
            : text('links.drawer.noRunnerUp')}
        </Typography>
      )}
      {link.reason !== null && (
        <Typography tag="p">
          {text('links.drawer.rejectedFor', { reason: text(`links.reason.${link.reason}`) })}
        </Typography>
      )}
    </Flex>
  );
}

function Head({ children }: { children: string }) {
  return (
    <Typography variant="sigma" textColor="neutral600">
      {children}
    </Typography>
  );
}

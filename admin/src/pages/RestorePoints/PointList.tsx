import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { useState } from 'react';
import type { RestorePoint } from '../../../../server/src/contracts';
import { useBatchText } from '../../components/batch/useBatchText';
import { ConfirmAct } from '../../components/links/ConfirmAct';
import { When } from '../../components/When';
import { useAct } from '../../hooks/useAct';
import { useCrosswalkDeleteRestorePointMutation } from '../../services/crosswalk';

interface PointListProps {
  points: RestorePoint[];
  canReview: boolean;
  openId: string | null;
  onOpen: (id: string) => void;
}

/** The restore points of a connection, newest first. */
export function PointList({ points, canReview, openId, onOpen }: PointListProps) {
  const text = useBatchText();
  return (
    <Box tag="ul" aria-label={text('restore.list')} background="neutral0" borderColor="neutral200" hasRadius>
      {points.map((point) => (
        <Point key={point.id} point={point} canReview={canReview} isOpen={point.id === openId} onOpen={onOpen} />
      ))}
    </Box>
  );
}

interface PointProps {
  point: RestorePoint;
  canReview: boolean;
  isOpen: boolean;
  onOpen: (id: string) => void;
}

function Point({ point, canReview, isOpen, onOpen }: PointProps) {
  const text = useBatchText();
  const act = useAct();
  const [deleting, setDeleting] = useState(false);
  const [remove] = useCrosswalkDeleteRestorePointMutation();
  const { id, name } = point;
  return (
    <Flex tag="li" gap={4} padding={4} wrap="wrap" justifyContent="space-between">
      <Box>
        <Typography fontWeight="bold" tag="h2" style={{ overflowWrap: 'anywhere' }}>
          {name}
        </Typography>
        <Typography variant="pi" textColor="neutral600" tag="p">
          <When at={point.createdAt} /> · {text('restore.by', { actor: point.createdBy })} ·{' '}
          {text('restore.links', { count: point.count })}
        </Typography>
      </Box>
      <Flex gap={2}>
        <Button
          variant="secondary"
          size="S"
          aria-expanded={isOpen}
          aria-label={text('restore.compare.of', { name })}
          onClick={() => onOpen(isOpen ? '' : id)}
        >
          {text('restore.compare')}
        </Button>
        {canReview && (
          <Button
            variant="danger-light"
            size="S"
            aria-label={text('restore.delete.of', { name })}
            onClick={() => setDeleting(true)}
          >
            {text('restore.delete')}
          </Button>
        )}
      </Flex>
      {deleting && (
        <ConfirmAct
          danger
          title={text('restore.delete.title', { name })}
          yes={text('restore.delete')}
          cancel={text('batch.cancel')}
          onYes={() => void act(remove({ params: { id } }).unwrap(), { done: text('restore.deleted', { name }) })}
          onClose={() => setDeleting(false)}
        >
          {text('restore.delete.text')}
        </ConfirmAct>
      )}
    </Flex>
  );
}

import { Button, Flex } from '@strapi/design-system';
import { useState } from 'react';
import type { BatchAct } from '../../../../server/src/contracts';
import { BatchDrawer, type BatchFilter } from './BatchDrawer';
import { useBatchText } from './useBatchText';

interface BatchButtonsProps {
  acts: readonly BatchAct[];
  filter: BatchFilter;
  /** Links that the filter shows, on all pages. */
  count: number;
  onDone?: (batchId: string) => void;
}

/** Acts on everything that a filter shows, each asking first with what it will change. */
export function BatchButtons({ acts, filter, count, onDone }: BatchButtonsProps) {
  const text = useBatchText();
  const [asking, setAsking] = useState<BatchAct | null>(null);
  if (count === 0) return null;
  return (
    <Flex gap={2} wrap="wrap">
      {acts.map((act) => (
        <Button
          key={act}
          size="S"
          variant={act === 'confirm' ? 'secondary' : act === 'unlink' ? 'danger-light' : 'tertiary'}
          onClick={() => setAsking(act)}
        >
          {text(`batch.${act}`, { count })}
        </Button>
      ))}
      {asking !== null && (
        <BatchDrawer
          act={asking}
          filter={filter}
          onClose={() => setAsking(null)}
          onDone={(batchId) => onDone?.(batchId)}
        />
      )}
    </Flex>
  );
}

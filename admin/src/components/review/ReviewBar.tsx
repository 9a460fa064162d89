import { Button, Checkbox, Flex, TextButton, Typography } from '@strapi/design-system';
import { ArrowClockwise, Check, WarningCircle } from '@strapi/icons';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { Key } from './Key';
import type { Selection } from './useSelection';
import { useWizardText } from './useWizardText';

interface ReviewBarProps {
  shown: number;
  total: number;
  arrived: number;
  selection: Selection;
  canReview: boolean;
  canUndo: boolean;
  news: { tone: 'success' | 'danger'; message: string } | null;
  onConfirm: () => void;
  onReject: () => void;
  onUndo: () => void;
  /** Acts on all that the filter shows. */
  all: ReactNode;
}

/** What is selected and what can be done with it; what was decided last and its Undo. */
export function ReviewBar(props: ReviewBarProps) {
  const { shown, total, arrived, selection, canReview, canUndo, news } = props;
  const intl = useIntl();
  const text = useWizardText();
  const count = selection.selected.length;
  return (
    <Flex justifyContent="space-between" gap={4} wrap="wrap" minHeight="4rem" paddingLeft={4} paddingRight={4}>
      <Flex gap={3} wrap="wrap">
        {canReview ? (
          <Checkbox
            checked={count === 0 ? false : count === shown ? true : 'indeterminate'}
            onCheckedChange={() => (count === shown ? selection.clear() : selection.selectAll())}
          >
            {text('wizard.select.all', { count: shown })}
          </Checkbox>
        ) : null}
        {count > 0 ? (
          <>
            <Button size="S" variant="success-light" startIcon={<Check />} onClick={props.onConfirm}>
              {text('wizard.bulk.confirm', { count })}
            </Button>
            <Button size="S" variant="danger-light" onClick={props.onReject}>
              {text('wizard.bulk.reject', { count })}
            </Button>
          </>
        ) : (
          <>
            <Typography variant="pi" textColor="neutral600">
              {text('wizard.review.total', { total })}
            </Typography>
            {props.all}
          </>
        )}
        {arrived > 0 ? (
          <Typography variant="pi" textColor="neutral800" aria-live="polite">
            {text('wizard.review.arrived', { count: arrived, number: intl.formatNumber(arrived) })}
          </Typography>
        ) : null}
      </Flex>
      <Flex gap={3}>
        <Flex gap={2} role="status">
          {news ? (
            <>
              {news.tone === 'success' ? (
                <Check fill="success600" aria-hidden width="1.2rem" height="1.2rem" />
              ) : (
                <WarningCircle fill="danger600" aria-hidden width="1.4rem" height="1.4rem" />
              )}
              <Typography variant="pi" textColor="neutral800">
                {news.message}
              </Typography>
            </>
          ) : null}
        </Flex>
        {canUndo ? (
          <TextButton startIcon={<ArrowClockwise aria-hidden />} onClick={props.onUndo} aria-keyshortcuts="U">
            <Flex tag="span" gap={2}>
              {text('wizard.undo')} <Key>U</Key>
            </Flex>
          </TextButton>
        ) : null}
      </Flex>
    </Flex>
  );
}

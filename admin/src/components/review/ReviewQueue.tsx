import { Button, Flex } from '@strapi/design-system';
import { startTransition, useEffect, useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import { usePersistentState } from '@strapi/strapi/admin';
import type { Mapping } from '../../../../server/src/contracts';
import { errorMessage } from '../../utils/errors';
import { BatchButtons } from '../batch/BatchButtons';
import { EmptyState } from '../EmptyState';
import { useNumbers } from '../evidence/useNumbers';
import { DecideLinks } from '../links/DecideLinks';
import { LoadError } from '../LoadError';
import { LoadingRows } from '../LoadingRows';
import { PageNumbers } from '../PageNumbers';
import { KeyHelp, KeyHints, type KeyHint } from './KeyHelp';
import { ProposalCard } from './ProposalCard';
import { ProposalRow } from './ProposalRow';
import { ReviewBar } from './ReviewBar';
import { ReviewFilters } from './ReviewFilters';
import { useReviewActs } from './useReviewActs';
import { NO_FILTERS, useReviewFilters } from './useReviewFilters';
import { useReviewKeys } from './useReviewKeys';
import { useReviewQueue } from './useReviewQueue';
import { useSelection } from './useSelection';
import { useWizardText } from './useWizardText';

const HINTS: KeyHint[] = [
  { keys: ['J', 'K'], says: 'wizard.keys.move' },
  { keys: ['Y'], says: 'wizard.keys.confirm' },
  { keys: ['N'], says: 'wizard.keys.reject' },
  { keys: ['U'], says: 'wizard.keys.undo' },
  { keys: ['X'], says: 'wizard.keys.select' },
  { keys: ['/'], says: 'wizard.keys.search' },
];
const ALL_HINTS: KeyHint[] = [
  ...HINTS.slice(0, 3),
  { keys: ['1', '2', '3'], says: 'wizard.keys.reasons' },
  { keys: ['U'], says: 'wizard.keys.undo' },
  { keys: ['X'], says: 'wizard.keys.select' },
  { keys: ['Shift', 'X'], says: 'wizard.keys.range' },
  { keys: ['E'], says: 'wizard.keys.numbers' },
  { keys: ['/'], says: 'wizard.keys.search' },
  { keys: ['Esc'], says: 'wizard.keys.escape' },
  { keys: ['?'], says: 'wizard.keys.help' },
];

interface ReviewQueueProps {
  /** Which proposals: of one connection and mapping, or of all. */
  scope: { connectionId?: string; mappingId?: string };
  mappings: readonly Mapping[];
  canReview: boolean;
  /** A run may bring more proposals while these are reviewed. */
  running: boolean;
  showConnection?: boolean;
  /** Shown when there is nothing to review and no filter hides anything. */
  empty: React.ReactNode;
  /** Lays out what stands below the list; gets the line of keys. */
  footer: (keys: React.ReactNode) => React.ReactNode;
}

/** Proposals one after the other: the open card in full, the others in a line, decided by button or key. */
export function ReviewQueue(props: ReviewQueueProps) {
  const { scope, mappings, canReview, running, showConnection = false } = props;
  const intl = useIntl();
  const text = useWizardText();
  const byAmount = scope.connectionId !== undefined;
  const { filters, filter, query, filtered, setFilters, firstPage } = useReviewFilters(byAmount);
  const queue = useReviewQueue({ ...query, ...scope });
  const acts = useReviewActs(queue);
  const selection = useSelection(queue.cards);
  const [rejecting, setRejecting] = useState(false);
  const [asking, setAsking] = useState<'confirm' | 'reject' | null>(null);
  const [helping, setHelping] = useState(false);
  const [filterKey, setFilterKey] = useState(0);
  const [numbers, setNumbers] = useNumbers();
  const [keysOn, setKeysOn] = usePersistentState<boolean>('CROSSWALK_SINGLE_KEYS', true);
  const searchBar = useRef<HTMLInputElement>(null);
  const openCard = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const { open, cards, pagination, openCard: openAt } = queue;
  const openId = open?.id;
  const drawn = useDrawn(queue.isLoading);

  // The focus follows the open card while it is in the list (a decided card would take it away with it).
  const hadFocus = useRef(false);
  useEffect(() => {
    if (!hadFocus.current) return;
    hadFocus.current = false;
    openCard.current?.focus();
  }, [openId]);
  const keepFocus = () => {
    hadFocus.current = list.current?.contains(document.activeElement) ?? false;
  };
  const move = (by: number) => {
    hadFocus.current = true;
    queue.move(by);
  };

  const confirmOpen = () => {
    if (!open || !canReview || !queue.isSettled()) return;
    keepFocus();
    acts.confirm([open]);
  };
  const decideSelected = (act: 'confirm' | 'reject') => {
    const { selected } = selection;
    selection.clear();
    acts[act](selected);
  };
  const onSelect = (id: string) => (range: boolean) => (range ? selection.extendTo(id) : selection.toggle(id));

  useReviewKeys(keysOn, {
    j: () => move(1),
    k: () => move(-1),
    '/': () => searchBar.current?.focus(),
    '?': () => setHelping(true),
    e: () => (open ? setNumbers(!numbers) : undefined),
    ...(canReview
      ? {
          y: confirmOpen,
          n: () => (open && queue.isSettled() ? setRejecting(true) : undefined),
          u: () => void acts.undo(),
          x: () => (open ? selection.toggle(open.id) : undefined),
          'Shift+x': () => (open ? selection.extendTo(open.id) : undefined),
        }
      : {}),
  });

  const keys = (
    <KeyHints
      hints={canReview ? HINTS : HINTS.filter((hint) => ['J', '/'].includes(hint.keys[0] ?? ''))}
      enabled={keysOn}
      onHelp={() => setHelping(true)}
    />
  );
  const nothing = !queue.isLoading && !queue.error && cards.length === 0;
  /** Nothing waits, and no filter hides anything: then there is nothing to filter or to press a key for. */
  const empty = nothing && !queue.isFetching && pagination?.total === 0 && !filtered;
  const clearFilters = () => {
    setFilters(NO_FILTERS);
    setFilterKey((before) => before + 1);
  };

  return (
    <>
      <Flex direction="column" alignItems="stretch" gap={3}>
        {empty ? null : (
          <ReviewFilters key={filterKey} ref={searchBar} filters={filters} byAmount={byAmount} onChange={setFilters} />
        )}
        {queue.error ? (
          <LoadError
            message={text('wizard.review.error', { message: errorMessage(queue.error, intl) })}
            onRetry={() => void queue.refetch()}
          />
        ) : null}
        {queue.isLoading ? <LoadingRows rows={6} height="6rem" /> : null}
        {!queue.isLoading && !queue.error && !(empty && !acts.canUndo && !acts.news) ? (
          <ReviewBar
            shown={cards.length}
            total={pagination?.total ?? 0}
            arrived={running ? queue.arrived : 0}
            selection={selection}
            canReview={canReview && cards.length > 1}
            canUndo={acts.canUndo}
            news={acts.news}
            onConfirm={() => setAsking('confirm')}
            onReject={() => setAsking('reject')}
            onUndo={() => void acts.undo()}
            all={
              canReview && (pagination?.total ?? 0) > 1 && cards.length > 0 ? (
                <BatchButtons
                  acts={['confirm', 'reject']}
                  filter={{ ...filter, ...scope }}
                  count={pagination?.total ?? 0}
                />
              ) : null
            }
          />
        ) : null}
        <Flex ref={list} direction="column" alignItems="stretch" gap={2} aria-busy={queue.isFetching}>
          {cards.slice(0, drawn).map((link) =>
            link.id === openId ? (
              <ProposalCard
                key={link.id}
                ref={openCard}
                link={link}
                mapping={mappings.find((mapping) => mapping.id === link.mappingId)}
                showConnection={showConnection}
                numbers={numbers}
                onNumbers={setNumbers}
                canReview={canReview}
                selected={selection.isSelected(link.id)}
                failed={queue.reasons[link.id]}
                rejecting={rejecting}
                onRejecting={setRejecting}
                onSelect={onSelect(link.id)}
                onConfirm={() => {
                  keepFocus();
                  acts.confirm([link]);
                }}
                onReject={(reason) => {
                  setRejecting(false);
                  hadFocus.current = true;
                  acts.reject([link], reason);
                }}
                onMenuClosed={() => openCard.current?.focus()}
              />
            ) : (
              <ProposalRow
                key={link.id}
                link={link}
                canReview={canReview}
                selected={selection.isSelected(link.id)}
                failed={queue.reasons[link.id]}
                onSelect={onSelect(link.id)}
                onOpen={() => {
                  hadFocus.current = true;
                  openAt(link.id);
                }}
                onConfirm={() => acts.confirm([link])}
                onReject={() => acts.reject([link])}
              />
            ),
          )}
        </Flex>
        {nothing && queue.isFetching ? <LoadingRows rows={3} height="6rem" /> : null}
        {nothing && !queue.isFetching && (pagination?.total ?? 0) > 0 ? (
          <EmptyState
            text={text('wizard.review.pageDone', { count: pagination?.total ?? 0 })}
            action={<Button onClick={firstPage}>{text('wizard.review.firstPage')}</Button>}
          />
        ) : null}
        {nothing && !queue.isFetching && pagination?.total === 0 ? (
          filtered ? (
            <EmptyState
              text={text('wizard.review.filteredOut')}
              action={
                <Button variant="secondary" onClick={clearFilters}>
                  {text('wizard.filter.clear')}
                </Button>
              }
            />
          ) : (
            props.empty
          )
        ) : null}
        {pagination && pagination.total > 10 ? <PageNumbers pagination={pagination} /> : null}
      </Flex>
      {props.footer(empty && !acts.canUndo ? null : keys)}
      {asking ? (
        <DecideLinks
          act={asking}
          links={selection.selected}
          onYes={() => decideSelected(asking)}
          onClose={() => setAsking(null)}
        />
      ) : null}
      {helping ? (
        <KeyHelp hints={ALL_HINTS} enabled={keysOn} onEnabled={setKeysOn} onClose={() => setHelping(false)} />
      ) : null}
    </>
  );
}

/** Cards that stand above the fold; the others are drawn right after them. */
const FIRST_CARDS = 4;

/** How many cards to draw: the first ones at once, so that nobody waits for the whole page. */
function useDrawn(isLoading: boolean): number {
  const [all, setAll] = useState(false);
  useEffect(() => {
    if (isLoading) setAll(false);
    else startTransition(() => setAll(true));
  }, [isLoading]);
  return all ? Infinity : FIRST_CARDS;
}

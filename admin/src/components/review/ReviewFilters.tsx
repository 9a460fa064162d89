import { Box, Flex, Searchbar, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import { forwardRef, useEffect, useRef, useState } from 'react';
import { SearchFormWithRoom } from '../SearchFormWithRoom';
import { useBatchText } from '../batch/useBatchText';
import { useRoleText } from '../setup/useRoleText';
import { AGREEING, type FilterName, SCORES, SORTS, type useReviewFilters, WARNED } from './useReviewFilters';
import { useWizardText } from './useWizardText';

const TYPING_PAUSE_MS = 300;

interface ReviewFiltersProps {
  filters: ReturnType<typeof useReviewFilters>['filters'];
  onChange: (changes: Partial<Record<FilterName, string>>) => void;
  /** Whether the list is of one connection, whose unbilled amounts can filter and order it. */
  byAmount: boolean;
}

/** Stands for "no filter" in the selects, which have no empty value. */
const ANY = 'everything';

/** Search of either side, score band, evidence, warnings and order. Give it a new `key` to take over a changed search from outside. */
export const ReviewFilters = forwardRef<HTMLInputElement, ReviewFiltersProps>(function ReviewFilters(props, ref) {
  const { filters, byAmount, onChange } = props;
  const text = useWizardText();
  const batchText = useBatchText();
  const roleText = useRoleText();
  return (
    <Flex gap={2} wrap="wrap">
      <Box minWidth="22rem">
        <SearchText
          ref={ref}
          initial={filters.search}
          label={text('wizard.review.search')}
          onSearch={(search) => onChange({ search })}
        />
      </Box>
      <SingleSelect
        aria-label={text('wizard.filter.score')}
        value={filters.score}
        onChange={(value) => onChange({ score: String(value) })}
      >
        {SCORES.map((band) => (
          <SingleSelectOption key={band} value={band}>
            {text(`wizard.filter.score.${band}`)}
          </SingleSelectOption>
        ))}
      </SingleSelect>
      <SingleSelect
        aria-label={batchText('filter.agrees')}
        value={filters.agrees || ANY}
        onChange={(value) => onChange({ agrees: value === ANY ? '' : String(value) })}
      >
        <SingleSelectOption value={ANY}>{batchText('filter.agrees.any')}</SingleSelectOption>
        {AGREEING.map((role) => (
          <SingleSelectOption key={role} value={role}>
            {batchText('filter.agrees.of', { field: roleText(role) })}
          </SingleSelectOption>
        ))}
      </SingleSelect>
      <SingleSelect
        aria-label={batchText('filter.warning')}
        value={filters.warning || ANY}
        onChange={(value) => onChange({ warning: value === ANY ? '' : String(value) })}
      >
        <SingleSelectOption value={ANY}>{batchText('filter.warning.all')}</SingleSelectOption>
        {WARNED.map((option) => (
          <SingleSelectOption key={option} value={option}>
            {batchText(`filter.warning.${option}`)}
          </SingleSelectOption>
        ))}
      </SingleSelect>
      {byAmount ? (
        <SingleSelect
          aria-label={batchText('filter.waiting')}
          value={filters.waiting || ANY}
          onChange={(value) => onChange({ waiting: value === ANY ? '' : String(value) })}
        >
          <SingleSelectOption value={ANY}>{batchText('filter.waiting.all')}</SingleSelectOption>
          <SingleSelectOption value="any">{batchText('filter.waiting.any')}</SingleSelectOption>
        </SingleSelect>
      ) : null}
      <SingleSelect
        aria-label={text('wizard.sort')}
        value={filters.sort}
        onChange={(value) => onChange({ sort: String(value) })}
      >
        {SORTS.filter((sort) => byAmount || sort !== 'waiting:desc').map((sort) => (
          <SingleSelectOption key={sort} value={sort}>
            {text(`wizard.sort.${sort}`)}
          </SingleSelectOption>
        ))}
      </SingleSelect>
    </Flex>
  );
});

interface SearchTextProps {
  initial: string;
  label: string;
  onSearch: (search: string) => void;
}

/** A search bar that waits for a pause in typing. Esc leaves it. */
export const SearchText = forwardRef<HTMLInputElement, SearchTextProps>(function SearchText(props, ref) {
  const { initial, label, onSearch } = props;
  const text = useWizardText();
  const [typed, setTyped] = useState(initial);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(timer.current), []);
  // A search that was typed before something else changed the address must not undo that change.
  const latest = useRef(onSearch);
  useEffect(() => {
    latest.current = onSearch;
  });
  const change = (value: string, pause: number) => {
    setTyped(value);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => latest.current(value.trim()), pause);
  };
  return (
    <SearchFormWithRoom onSubmit={(event) => event.preventDefault()}>
      <Searchbar
        ref={ref}
        name="search"
        size="S"
        value={typed}
        onChange={(event: React.ChangeEvent<HTMLInputElement>) => change(event.target.value, TYPING_PAUSE_MS)}
        onKeyDown={(event: React.KeyboardEvent<HTMLInputElement>) => {
          if (event.key === 'Escape' && typed === '') event.currentTarget.blur();
        }}
        onClear={() => change('', 0)}
        clearLabel={text('wizard.search.clear')}
        placeholder={label}
        maxLength={200}
      >
        {label}
      </Searchbar>
    </SearchFormWithRoom>
  );
});

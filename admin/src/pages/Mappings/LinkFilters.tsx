import { Box, Button, Flex, Searchbar, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import { useDebounce } from '@strapi/strapi/admin';
import { useEffect, useRef, useState } from 'react';
import type { Connection, Mapping } from '../../../../server/src/contracts';
import { useLinkText } from '../../components/links/useLinkText';
import { SearchFormWithRoom } from '../../components/SearchFormWithRoom';
import { useCrosswalkListConnectionsQuery, useCrosswalkListMappingsQuery } from '../../services/crosswalk';
import { ATTENTIONS, ORIGINS, SORTS, STATES, type FilterName, type useLinkFilters } from './useLinkFilters';

/** Stands for "no filter" in the selects, which have no empty value. */
const ANY = 'everything';

type Filters = ReturnType<typeof useLinkFilters>['filters'];

interface LinkFiltersProps {
  filters: Filters;
  filtered: boolean;
  setFilters: (changes: Partial<Record<FilterName, string>>) => void;
}

/** Search, filters and sort order above the table. */
export function LinkFilters({ filters, filtered, setFilters }: LinkFiltersProps) {
  const text = useLinkText();
  const connections: Connection[] = useCrosswalkListConnectionsQuery(undefined).data?.data ?? [];
  const { data: mappingData } = useCrosswalkListMappingsQuery({
    query: filters.connection === '' ? {} : { connectionId: filters.connection },
  });
  const mappings: Mapping[] = mappingData?.data ?? [];
  const nameOf = (mapping: Mapping) => {
    const connection = connections.find((one) => one.id === mapping.connectionId)?.name;
    return filters.connection === '' && connections.length > 1 && connection
      ? text('links.filter.mapping.of', { mapping: mapping.name, connection })
      : mapping.name;
  };

  return (
    <Flex gap={2} wrap="wrap" paddingBottom={4} tag="section" aria-label={text('links.table')}>
      <SearchInput value={filters.search} onSearch={(search) => setFilters({ search })} />
      <Choice
        label={text('links.filter.connection')}
        any={text('links.filter.connection.any')}
        value={filters.connection}
        options={connections.map(({ id, name }) => [id, name])}
        onChoose={(connection) => setFilters({ connection, mapping: '' })}
      />
      <Choice
        label={text('links.filter.mapping')}
        any={text('links.filter.mapping.any')}
        value={filters.mapping}
        options={mappings.map((mapping) => [mapping.id, nameOf(mapping)])}
        onChoose={(mapping) => setFilters({ mapping })}
      />
      <Choice
        label={text('links.filter.state')}
        any={text('links.filter.state.any')}
        value={filters.state}
        options={STATES.map((state) => [state, text(`links.state.${state}`)])}
        onChoose={(state) => setFilters({ state })}
      />
      <Choice
        label={text('links.filter.attention')}
        any={text('links.filter.attention.all')}
        value={filters.attention}
        options={ATTENTIONS.map((kind) => [
          kind,
          text(kind === 'any' ? 'links.filter.attention.any' : `links.attention.${kind}`),
        ])}
        onChoose={(attention) => setFilters({ attention })}
      />
      <Choice
        label={text('links.filter.origin')}
        any={text('links.filter.origin.any')}
        value={filters.origin}
        options={ORIGINS.map((origin) => [origin, text(`links.origin.${origin}`)])}
        onChoose={(origin) => setFilters({ origin })}
      />
      <Choice
        label={text('links.sort')}
        value={filters.sort}
        options={SORTS.map((sort) => [sort, text(`links.sort.${sort}`)])}
        onChoose={(sort) => setFilters({ sort: sort === 'score:desc' ? '' : sort })}
      />
      {filtered && (
        <Button
          variant="ghost"
          onClick={() => setFilters({ connection: '', mapping: '', state: '', attention: '', origin: '', search: '' })}
        >
          {text('links.filter.clear')}
        </Button>
      )}
    </Flex>
  );
}

interface ChoiceProps {
  label: string;
  /** Word for "no filter"; without it a value is always chosen. */
  any?: string;
  value: string;
  options: (readonly [value: string, label: string])[];
  onChoose: (value: string) => void;
}

function Choice({ label, any, value, options, onChoose }: ChoiceProps) {
  return (
    <Box minWidth="16rem">
      <SingleSelect
        size="S"
        aria-label={label}
        value={value === '' ? ANY : value}
        onChange={(chosen) => onChoose(chosen === ANY ? '' : String(chosen))}
      >
        {any !== undefined && <SingleSelectOption value={ANY}>{any}</SingleSelectOption>}
        {options.map(([option, name]) => (
          <SingleSelectOption key={option} value={option}>
            {name}
          </SingleSelectOption>
        ))}
      </SingleSelect>
    </Box>
  );
}

/** Searches while one types, after a short rest; Enter searches at once. */
function SearchInput({ value, onSearch }: { value: string; onSearch: (search: string) => void }) {
  const text = useLinkText();
  const [typed, setTyped] = useState(value);
  const rested = useDebounce(typed.trim(), 350);
  const sent = useRef(value);

  useEffect(() => {
    if (rested === sent.current) return;
    sent.current = rested;
    onSearch(rested);
  }, [rested, onSearch]);
  // The URL may change without us: Clear filters, or the browser's Back.
  useEffect(() => {
    if (value === sent.current) return;
    sent.current = value;
    setTyped(value);
  }, [value]);

  const searchNow = (search: string) => {
    sent.current = search;
    onSearch(search);
  };
  return (
    <SearchFormWithRoom
      onSubmit={(event) => {
        event.preventDefault();
        searchNow(typed.trim());
      }}
    >
      <Searchbar
        name="search"
        size="S"
        value={typed}
        onChange={(event: React.ChangeEvent<HTMLInputElement>) => setTyped(event.target.value)}
        onClear={() => {
          setTyped('');
          searchNow('');
        }}
        clearLabel={text('links.search.clear')}
        placeholder={text('links.search')}
      >
        {text('links.search')}
      </Searchbar>
    </SearchFormWithRoom>
  );
}

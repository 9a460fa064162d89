import { Box, Flex, SearchForm, Searchbar, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import { useDebounce } from '@strapi/strapi/admin';
import { useEffect, useRef, useState } from 'react';
import { useInvoiceText } from '../../components/invoices/useInvoiceText';

interface InvoiceFiltersProps {
  search: string;
  onSearch: (search: string) => void;
  connections: Option[];
  connection: string;
  onConnection: (id: string) => void;
  sources: Option[];
  source: string;
  onSource: (name: string) => void;
}

interface Option {
  value: string;
  label: string;
}

/** Search, and where invoices come from and go to. A choice of one is not shown. */
export function InvoiceFilters(props: InvoiceFiltersProps) {
  const text = useInvoiceText();
  return (
    <Flex gap={2} wrap="wrap">
      <Search value={props.search} onSearch={props.onSearch} />
      <Pick
        label={text('invoices.pick.connection')}
        options={props.connections}
        value={props.connection}
        onPick={props.onConnection}
      />
      <Pick label={text('invoices.pick.source')} options={props.sources} value={props.source} onPick={props.onSource} />
    </Flex>
  );
}

interface PickProps {
  label: string;
  options: Option[];
  value: string;
  onPick: (value: string) => void;
}

function Pick({ label, options, value, onPick }: PickProps) {
  if (options.length < 2) return null;
  return (
    <Box minWidth="18rem">
      <SingleSelect size="S" aria-label={label} value={value} onChange={(chosen) => onPick(String(chosen))}>
        {options.map((option) => (
          <SingleSelectOption key={option.value} value={option.value}>
            {option.label}
          </SingleSelectOption>
        ))}
      </SingleSelect>
    </Box>
  );
}

/** Searches after a short rest in typing, or at once on Enter. */
function Search({ value, onSearch }: { value: string; onSearch: (search: string) => void }) {
  const text = useInvoiceText();
  const [typed, setTyped] = useState(value);
  const rested = useDebounce(typed.trim(), 350);
  const sent = useRef(value);
  const send = (search: string) => {
    sent.current = search;
    onSearch(search);
  };
  const latest = useRef(send);
  useEffect(() => {
    latest.current = send;
  });
  useEffect(() => {
    if (rested !== sent.current) latest.current(rested);
  }, [rested]);
  // The URL may change without us: another tab, or the browser's Back.
  useEffect(() => {
    if (value === sent.current) return;
    sent.current = value;
    setTyped(value);
  }, [value]);

  return (
    <SearchForm
      onSubmit={(event) => {
        event.preventDefault();
        send(typed.trim());
      }}
    >
      <Searchbar
        name="search"
        size="S"
        maxLength={200}
        value={typed}
        onChange={(event: React.ChangeEvent<HTMLInputElement>) => setTyped(event.target.value)}
        onClear={() => {
          setTyped('');
          send('');
        }}
        clearLabel={text('invoices.search.clear')}
        placeholder={text('invoices.search')}
      >
        {text('invoices.search')}
      </Searchbar>
    </SearchForm>
  );
}

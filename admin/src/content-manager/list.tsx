import { lazy, Suspense } from 'react';
import { useIntl } from 'react-intl';
import { SingleSelect, SingleSelectOption } from '@strapi/design-system';
import { useField } from '@strapi/strapi/admin';
import { menuText, menuTextNow } from '../utils/menuText';
import { mappedIn } from './mapped';

const EntryCell = lazy(() => import('./EntryCell'));

interface Column {
  name: string;
  [property: string]: unknown;
}
interface Layout {
  options?: object;
}
interface Row {
  documentId: string;
  locale?: string | null;
}

/** A column with what each entry is linked with, in lists of mapped content types. */
export function addColumn({ displayedHeaders, layout }: { displayedHeaders: Column[]; layout: Layout }) {
  if (!mappedIn(layout.options)) return { displayedHeaders, layout };
  const column: Column = {
    name: 'crosswalk',
    label: menuText('cm.column'),
    searchable: false,
    sortable: false,
    cellFormatter: ({ documentId, locale }: Row, _header: Column, { model }: { model: string }) => (
      <Suspense fallback={null}>
        <EntryCell contentType={model} documentId={documentId} locale={locale ?? ''} />
      </Suspense>
    ),
  };
  return { displayedHeaders: [...displayedHeaders, column], layout };
}

const STATES = ['linked', 'proposed', 'attention', 'none'] as const;

/** A filter by the same, which the server's `listFilter` answers. */
export function addFilter({ displayedFilters, layout }: { displayedFilters: Column[]; layout: Layout }) {
  if (!mappedIn(layout.options)) return { displayedFilters, layout };
  const filter: Column = {
    name: '__crosswalk',
    type: 'enumeration',
    label: menuText('cm.filter'),
    operators: [{ value: '$eq', label: menuText('cm.filter.is') }],
    input: StateInput,
    // For the tag that shows a filter that is set.
    options: STATES.map((state) => ({ value: state, label: menuTextNow(`cm.filter.${state}`) })),
  };
  return { displayedFilters: [...displayedFilters, filter], layout };
}

function StateInput({ name, 'aria-label': label }: { name: string; 'aria-label'?: string }) {
  const intl = useIntl();
  const field = useField<string>(name);
  return (
    <SingleSelect
      aria-label={label ?? intl.formatMessage(menuText('cm.filter'))}
      value={field.value ?? null}
      onChange={(value) => field.onChange(name, String(value))}
    >
      {STATES.map((state) => (
        <SingleSelectOption key={state} value={state}>
          {intl.formatMessage(menuText(`cm.filter.${state}`))}
        </SingleSelectOption>
      ))}
    </SingleSelect>
  );
}

import { useState } from 'react';
import {
  Box,
  Button,
  Field,
  Flex,
  Grid,
  SingleSelect,
  SingleSelectOption,
  Table,
  Tbody,
  Td,
  Th,
  Thead,
  Tr,
  Typography,
} from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { Connection, FilePreview } from '../../../../../server/src/contracts';
import { ROLES } from '../../../components/setup/roles';
import { useRoleText } from '../../../components/setup/useRoleText';
import { useText } from '../../../hooks/useText';
import { useCrosswalkSetFileColumnsMutation } from '../../../services/crosswalk';
import { errorMessage } from '../../../utils/errors';
import { BadRows } from './BadRows';
import { RowsTable } from './RowsTable';

interface ColumnsFormProps {
  connection: Connection;
  preview: FilePreview;
  onOther: () => void;
  onDone: (connection: Connection) => void;
}

const RECORD_TYPES = ['customer', 'vendor', 'item', 'record'] as const;
const NONE = 'none';
/** Column names are the file's own; the prefix keeps one called `none` apart from no column. */
const columnValue = (name: string) => `column:${name}`;

/** What the rows and columns of an uploaded file mean; proposed, to be corrected. */
export function ColumnsForm({ connection, preview, onOther, onDone }: ColumnsFormProps) {
  const t = useText();
  const intl = useIntl();
  const roleText = useRoleText();
  const [columns, setColumns] = useState(() => preview.columns.map(({ name, role }) => ({ name, role })));
  const [idColumn, setIdColumn] = useState(() => preview.columns.find(({ isId }) => isId)?.name ?? null);
  const fixed = typeof connection.settings.recordType === 'string' ? connection.settings.recordType : null;
  const [recordType, setRecordType] = useState<string>(fixed ?? guessRecordType(preview));
  const [error, setError] = useState<unknown>(null);
  const [save, { isLoading }] = useCrosswalkSetFileColumnsMutation();
  const types = fixed && !RECORD_TYPES.some((type) => type === fixed) ? [...RECORD_TYPES, fixed] : RECORD_TYPES;
  const hasName = columns.some(({ role }) => role === 'name');

  const submit = async () => {
    setError(null);
    try {
      const { data } = await save({
        params: { id: connection.id },
        body: { recordType, idColumn, columns },
      }).unwrap();
      onDone(data);
    } catch (reason) {
      setError(reason);
    }
  };

  return (
    <Flex direction="column" alignItems="stretch" gap={5}>
      <Flex gap={4} wrap="wrap" justifyContent="space-between">
        <Box>
          <Typography fontWeight="bold" tag="h3">
            {preview.fileName}
          </Typography>
          <Typography variant="pi" textColor="neutral600" tag="p">
            {t('file.found', {
              size: intl.formatNumber(Math.max(Math.round(preview.bytes / 1024), 1)),
              encoding: preview.encoding,
              delimiter: delimiterName(preview.delimiter),
              line: preview.headerLine,
            })}
          </Typography>
        </Box>
        <Button variant="tertiary" onClick={onOther}>
          {t('file.other')}
        </Button>
      </Flex>
      {error ? (
        <Typography role="alert" textColor="danger600">
          {errorMessage(error, intl)}
        </Typography>
      ) : null}
      <Grid.Root gap={4}>
        <Grid.Item col={6} s={12} direction="column" alignItems="stretch">
          <Field.Root name="recordType" hint={fixed ? t('file.recordTypeFixed') : undefined}>
            <Field.Label>{t('file.recordType')}</Field.Label>
            <SingleSelect
              disabled={fixed !== null}
              value={recordType}
              onChange={(value) => setRecordType(String(value))}
            >
              {types.map((type) => (
                <SingleSelectOption key={type} value={type}>
                  {typeText(type)}
                </SingleSelectOption>
              ))}
            </SingleSelect>
            <Field.Hint />
          </Field.Root>
        </Grid.Item>
        <Grid.Item col={6} s={12} direction="column" alignItems="stretch">
          <Field.Root name="idColumn" hint={t('file.idHint')}>
            <Field.Label>{t('file.id')}</Field.Label>
            <SingleSelect
              value={idColumn === null ? NONE : columnValue(idColumn)}
              onChange={(value) => setIdColumn(columns.find(({ name }) => columnValue(name) === value)?.name ?? null)}
            >
              <SingleSelectOption value={NONE}>{t('file.noId')}</SingleSelectOption>
              {columns.map(({ name }) => (
                <SingleSelectOption key={name} value={columnValue(name)}>
                  {name}
                </SingleSelectOption>
              ))}
            </SingleSelect>
            <Field.Hint />
          </Field.Root>
        </Grid.Item>
      </Grid.Root>
      <Table colCount={3} rowCount={columns.length + 1} aria-label={t('file.columns')}>
        <Thead>
          <Tr>
            <Th>
              <Typography variant="sigma">{t('file.column')}</Typography>
            </Th>
            <Th>
              <Typography variant="sigma">{t('file.samples')}</Typography>
            </Th>
            <Th>
              <Typography variant="sigma">{t('file.meaning')}</Typography>
            </Th>
          </Tr>
        </Thead>
        <Tbody>
          {preview.columns.map(({ name, samples }, at) => (
            <Tr key={name}>
              <Td>
                <Typography fontWeight="semiBold">{name}</Typography>
              </Td>
              <Td>
                <Typography textColor="neutral600" ellipsis title={samples.join(' · ')} tag="div">
                  {samples.slice(0, 3).join(' · ')}
                </Typography>
              </Td>
              <Td>
                <SingleSelect
                  size="S"
                  aria-label={t('file.meaningOf', { column: name })}
                  value={columns[at]?.role ?? NONE}
                  onChange={(value) =>
                    setColumns((old) =>
                      old.map((column, index) =>
                        index === at ? { ...column, role: ROLES.find((role) => role === value) ?? null } : column,
                      ),
                    )
                  }
                >
                  <SingleSelectOption value={NONE}>{t('file.unused')}</SingleSelectOption>
                  {ROLES.map((role) => (
                    <SingleSelectOption key={role} value={role}>
                      {roleText(role)}
                    </SingleSelectOption>
                  ))}
                </SingleSelect>
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
      {hasName ? null : (
        <Typography role="status" textColor="neutral800">
          {t('file.noName')}
        </Typography>
      )}
      <BadRows rows={preview.badRows} />
      <RowsTable columns={preview.columns.map(({ name }) => name)} rows={preview.rows} />
      <Flex>
        <Button loading={isLoading} onClick={() => void submit()}>
          {t('file.use')}
        </Button>
      </Flex>
    </Flex>
  );

  function typeText(type: string): string {
    const known = RECORD_TYPES.find((one) => one === type);
    return known ? t(`file.type.${known}`) : type;
  }

  function delimiterName(delimiter: string): string {
    if (delimiter === '\t') return t('file.tab');
    return delimiter === ',' ? t('file.comma') : delimiter === ';' ? t('file.semicolon') : `“${delimiter}”`;
  }
}

/** By the file's name, else by what its columns hold. */
function guessRecordType({ fileName, columns }: FilePreview): (typeof RECORD_TYPES)[number] {
  if (/vendor|supplier|distributor/i.test(fileName)) return 'vendor';
  if (/item|part|product|rate|article/i.test(fileName)) return 'item';
  if (/client|customer|compan|account/i.test(fileName)) return 'customer';
  if (columns.some(({ role }) => role === 'sku' || role === 'barcode' || role === 'price')) return 'item';
  return columns.some(({ role }) => role === 'email' || role === 'phone' || role === 'address') ? 'customer' : 'record';
}

import { Box, Button, Checkbox, Flex, Typography } from '@strapi/design-system';
import { useFetchClient } from '@strapi/strapi/admin';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { LinkFileColumn, LinkFilePart, Mapping } from '../../../../server/src/contracts';
import { request } from '../../services/request';
import { errorMessage } from '../../utils/errors';
import { saveFile } from '../../utils/saveFile';
import { useToast } from '../Toasts';
import { useFileText } from './useFileText';

const PARTS = ['proposed', 'confirmed', 'rejected', 'unlinked', 'unlinked_external'] as const satisfies LinkFilePart[];
/** Columns that may be left out, with those that every file has around them. */
const OPTIONAL = [
  'local_label',
  'local_locale',
  'external_label',
  'reason',
  'origin',
  'score',
  'attention',
  'proposed_at',
  'decided_at',
  'decided_by',
  'link_id',
] as const satisfies LinkFileColumn[];
const ALL: LinkFileColumn[] = [
  ...(['local_id', 'local_locale', 'local_label', 'external_id', 'external_label', 'state', 'reason'] as const),
  ...(['origin', 'score', 'attention', 'proposed_at', 'decided_at', 'decided_by', 'link_id', 'exported_as'] as const),
];

interface ExportFormProps {
  mapping: Mapping;
  connectionName: string;
}

/** What an exported file is to hold, and the button that saves it. */
export function ExportForm({ mapping, connectionName }: ExportFormProps) {
  const say = useFileText();
  const intl = useIntl();
  const toast = useToast();
  const { get } = useFetchClient();
  const [parts, setParts] = useState<ReadonlySet<string>>(new Set(PARTS));
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set(['local_locale', 'proposed_at', 'link_id']));
  const [excel, setExcel] = useState(true);
  const [busy, setBusy] = useState(false);

  const save = async () => {
    setBusy(true);
    try {
      const { url } = request('GET', '/mappings/:id/export', {
        params: { id: mapping.id },
        query: {
          include: PARTS.filter((part) => parts.has(part)).join(','),
          columns: ALL.filter((column) => !left.has(column)).join(','),
          bom: excel,
        },
      });
      const { data } = await get(url, { responseType: 'blob' });
      saveFile(`${mapping.name} links ${new Date().toISOString().slice(0, 10)}.csv`, data, 'text/csv');
      toast({ tone: 'success', message: say('linkFile.export.done') });
    } catch (error) {
      toast({ tone: 'danger', message: errorMessage(error, intl) });
    } finally {
      setBusy(false);
    }
  };

  return (
    <Flex direction="column" alignItems="stretch" gap={6}>
      <Choices
        legend={say('linkFile.export.records')}
        options={PARTS.map((part) => [part, say(`linkFile.export.part.${part}`, { connection: connectionName })])}
        chosen={parts}
        onChange={setParts}
      />
      <Choices
        legend={say('linkFile.export.columns')}
        hint={say('linkFile.export.columns.hint')}
        options={OPTIONAL.map((column) => [column, say(`linkFile.column.${column}`)])}
        chosen={new Set(OPTIONAL.filter((column) => !left.has(column)))}
        onChange={(chosen) => setLeft(new Set(OPTIONAL.filter((column) => !chosen.has(column))))}
      />
      <Box>
        <Checkbox checked={excel} onCheckedChange={(checked) => setExcel(checked === true)}>
          {say('linkFile.export.excel')}
        </Checkbox>
        <Typography variant="pi" textColor="neutral600" tag="p">
          {say('linkFile.export.excel.hint')}
        </Typography>
      </Box>
      <Flex gap={4}>
        <Button loading={busy} disabled={parts.size === 0} onClick={() => void save()}>
          {say('linkFile.export.act')}
        </Button>
        {parts.size === 0 ? (
          <Typography textColor="danger600" aria-live="polite">
            {say('linkFile.export.none')}
          </Typography>
        ) : null}
      </Flex>
    </Flex>
  );
}

interface ChoicesProps {
  legend: string;
  hint?: string;
  options: Array<readonly [value: string, label: string]>;
  chosen: ReadonlySet<string>;
  onChange: (chosen: Set<string>) => void;
}

function Choices({ legend, hint, options, chosen, onChange }: ChoicesProps) {
  const toggle = (value: string) => {
    const next = new Set(chosen);
    if (!next.delete(value)) next.add(value);
    onChange(next);
  };
  return (
    <Box tag="fieldset" style={{ border: 0, padding: 0, margin: 0 }}>
      <Typography tag="legend" variant="delta" style={{ padding: 0 }}>
        {legend}
      </Typography>
      {hint ? (
        <Typography variant="pi" textColor="neutral600" tag="p">
          {hint}
        </Typography>
      ) : null}
      <Flex wrap="wrap" gap={3} paddingTop={3}>
        {options.map(([value, label]) => (
          <Box key={value} width="26rem">
            <Checkbox checked={chosen.has(value)} onCheckedChange={() => toggle(value)}>
              {label}
            </Checkbox>
          </Box>
        ))}
      </Flex>
    </Box>
  );
}

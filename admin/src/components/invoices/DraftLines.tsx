import { Button, Flex, Typography, VisuallyHidden } from '@strapi/design-system';
import { CheckCircle, CrossCircle } from '@strapi/icons';
import { useIntl } from 'react-intl';
import { styled } from 'styled-components';
import type { PreflightResult } from '../../../../server/src/contracts';
import { decimal, money } from '../../utils/format';
import { lineIsFine } from './explain';
import { useInvoiceText } from './useInvoiceText';

export const LineTable = styled.table`
  width: 100%;
  border-collapse: collapse;
  th,
  td {
    padding: ${({ theme }) => theme.spaces[2]};
    text-align: left;
    vertical-align: middle;
  }
  .number {
    text-align: right;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
`;

interface DraftLinesProps {
  draft: PreflightResult;
  /** The line that is explained now; 0: the client; null: none. */
  explained: number | null;
  onExplain: (line: number) => void;
}

/** The client and the lines of a draft: what each is and what it becomes at the vendor. */
export function DraftLines({ draft, explained, onExplain }: DraftLinesProps) {
  const intl = useIntl();
  const text = useInvoiceText();
  const amount = (value: string) => money(value, draft.currency, intl.locale);
  const explainButton = (line: number, label: string) => (
    <Button
      variant={explained === line ? 'secondary' : 'ghost'}
      size="S"
      aria-pressed={explained === line}
      aria-label={label}
      onClick={() => onExplain(line)}
    >
      {text('invoices.lines.explain')}
    </Button>
  );

  return (
    <LineTable aria-label={text('invoices.lines.of', { number: draft.number })}>
      <thead>
        <tr>
          <Head label={text('invoices.lines.line')} />
          <Head label={text('invoices.lines.description')} />
          <Head label={text('invoices.lines.becomes')} />
          <Head label={text('invoices.lines.quantity')} number />
          <Head label={text('invoices.lines.price')} number />
          <Head label={text('invoices.lines.amount')} number />
          <th>
            <VisuallyHidden>{text('invoices.lines.act')}</VisuallyHidden>
          </th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <td />
          <td>
            <Outcome
              fine={draft.client.reference !== null}
              label={`${text('invoices.lines.client')}: ${draft.client.record?.label ?? text('invoices.draft.noClient')}`}
            />
          </td>
          <td>
            <Becomes label={draft.client.reference?.label ?? null} />
          </td>
          <td colSpan={3} />
          <td className="number">
            {explainButton(0, text('invoices.lines.explain.client', { number: draft.number }))}
          </td>
        </tr>
        {draft.lines.map((line) => (
          <tr key={line.line}>
            <td>
              <Typography textColor="neutral600">{line.line}</Typography>
            </td>
            <td>
              <Outcome fine={lineIsFine(draft, line.line)} label={line.description || (line.record?.label ?? '')} />
            </td>
            <td>
              <Becomes label={line.reference?.label ?? null} />
            </td>
            <td className="number">
              <Typography>{decimal(line.quantity, intl.locale)}</Typography>
            </td>
            <td className="number">
              <Typography>{decimal(line.unitPrice, intl.locale)}</Typography>
            </td>
            <td className="number">
              <Typography>{amount(line.amount)}</Typography>
            </td>
            <td className="number">
              {explainButton(line.line, text('invoices.lines.explain.line', { line: line.line, number: draft.number }))}
            </td>
          </tr>
        ))}
      </tbody>
    </LineTable>
  );
}

/** Head of a column of lines. */
export function Head({ label, number = false }: { label: string; number?: boolean }) {
  return (
    <th scope="col" className={number ? 'number' : undefined}>
      <Typography variant="sigma" textColor="neutral600">
        {label}
      </Typography>
    </th>
  );
}

function Outcome({ fine, label }: { fine: boolean; label: string }) {
  const text = useInvoiceText();
  return (
    <Flex gap={2}>
      {fine ? (
        <CheckCircle aria-hidden fill="success600" style={{ flexShrink: 0 }} />
      ) : (
        <CrossCircle aria-hidden fill="danger600" style={{ flexShrink: 0 }} />
      )}
      <VisuallyHidden>{text(fine ? 'invoices.lines.ok' : 'invoices.lines.broken')}</VisuallyHidden>
      <Typography>{label}</Typography>
    </Flex>
  );
}

function Becomes({ label }: { label: string | null }) {
  const text = useInvoiceText();
  return (
    <Typography textColor={label === null ? 'neutral600' : 'neutral800'}>
      {label ?? text('invoices.lines.nothing')}
    </Typography>
  );
}

import { Tooltip, Typography, VisuallyHidden } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { styled } from 'styled-components';
import type { Evidence, FieldEvidence } from '../../../../server/src/contracts';
import { differences } from './differences';
import { EvidenceBar } from './EvidenceBar';
import { Marked } from './Marked';
import { useWizardText } from './useWizardText';
import { Verdict } from './Verdict';
import { strengthOf, type Waterfall, waterfall } from './waterfall';

interface PairTableProps {
  evidence: Evidence;
  /** Probability at which a pair is proposed; null: not known. */
  threshold: number | null;
  localHead: React.ReactNode;
  externalHead: React.ReactNode;
  evidenceHead: React.ReactNode;
}

/** Two records field by field: values side by side, how they compare, and what that adds to the score. */
export function PairTable({ evidence, threshold, localHead, externalHead, evidenceHead }: PairTableProps) {
  const text = useWizardText();
  const picture = waterfall(evidence, threshold);
  return (
    <Rows>
      <colgroup>
        <col style={{ width: '10.4rem' }} />
        <col />
        <col style={{ width: '4rem' }} />
        <col />
        <col style={{ width: '30%' }} />
        <col style={{ width: '7rem' }} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">
            <VisuallyHidden>{text('wizard.pair.field')}</VisuallyHidden>
          </th>
          <th scope="col">{localHead}</th>
          <th scope="col">
            <VisuallyHidden>{text('wizard.pair.verdict')}</VisuallyHidden>
          </th>
          <th scope="col">{externalHead}</th>
          <th scope="col" colSpan={2}>
            {evidenceHead}
          </th>
        </tr>
      </thead>
      <tbody>
        {evidence.fields.map((field, index) => (
          <FieldRow key={`${field.role}-${index}`} field={field} picture={picture} index={index} />
        ))}
      </tbody>
    </Rows>
  );
}

function FieldRow({ field, picture, index }: { field: FieldEvidence; picture: Waterfall; index: number }) {
  const intl = useIntl();
  const text = useWizardText();
  const { left, right } = differences(field.left ?? '', field.right ?? '');
  const plain = field.verdict === 'same' || field.left === null || field.right === null;
  const color = field.verdict === 'same' ? 'neutral600' : 'neutral800';
  const step = picture.steps[index] ?? { from: 0, to: 0 };
  const weight = intl.formatNumber(field.weight, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  });
  const value = (whole: string | null, pieces: typeof left) => (
    <Typography
      textColor={whole === null ? 'neutral600' : color}
      fontWeight={field.role === 'name' ? 'bold' : 'regular'}
    >
      {whole === null ? text('wizard.pair.notSet') : plain ? whole : <Marked pieces={pieces} />}
    </Typography>
  );
  return (
    <tr>
      <th scope="row">
        <Typography variant="pi" textColor="neutral600">
          {text(`wizard.role.${field.role}`)}
        </Typography>
      </th>
      <td>{value(field.left, left)}</td>
      <td>
        <Verdict verdict={field.verdict} />
      </td>
      <td>{value(field.right, right)}</td>
      <td className="bar">
        <EvidenceBar from={step.from} to={step.to} limit={picture.limit} />
      </td>
      <td className="word">
        <Tooltip description={text('wizard.evidence.weight', { weight })}>
          <Typography variant="pi" textColor="neutral800" tabIndex={-1}>
            {text(`wizard.evidence.${strengthOf(field.weight)}`)}
            <VisuallyHidden> {weight}</VisuallyHidden>
          </Typography>
        </Tooltip>
      </td>
    </tr>
  );
}

const Rows = styled.table`
  width: 100%;
  border-collapse: collapse;
  table-layout: fixed;
  th,
  td {
    padding: 0.3rem 1.2rem 0.3rem 0;
    font-weight: normal;
    text-align: left;
    vertical-align: middle;
    overflow-wrap: anywhere;
  }
  .bar {
    padding-right: 0.8rem;
  }
  .word {
    padding-right: 0;
    text-align: right;
  }
`;

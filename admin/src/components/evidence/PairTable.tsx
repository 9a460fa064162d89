import { Typography, VisuallyHidden } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { styled } from 'styled-components';
import type { Evidence, FieldEvidence } from '../../../../server/src/contracts';
import { usePercent } from '../../hooks/usePercent';
import { differences } from '../review/differences';
import { Marked } from '../review/Marked';
import { useWizardText } from '../review/useWizardText';
import { Verdict } from '../review/Verdict';
import { EvidenceBar } from './EvidenceBar';
import { FieldRows } from './FieldRows';
import { useBits } from './useBits';
import { useEvidenceText } from './useEvidenceText';
import { log2Odds, oneIn, shownBits, type Step, strengthOf, waterfall } from './waterfall';

interface PairTableProps {
  evidence: Evidence;
  /** The probability that the evidence leads to. */
  score: number | null;
  /** Probability at which a pair is proposed; null: not known. */
  threshold: number | null;
  /** Tells the weights in bits, what normalisation made of the values, and the sum. */
  numbers: boolean;
  localHead: React.ReactNode;
  externalHead: React.ReactNode;
  evidenceHead: React.ReactNode;
}

/** Two records field by field: values side by side, how they compare, and what that adds to the score. */
export function PairTable(props: PairTableProps) {
  const { evidence, score, threshold, numbers } = props;
  const intl = useIntl();
  const text = useWizardText();
  const say = useEvidenceText();
  const percent = usePercent();
  const picture = waterfall(evidence, threshold);
  const bits = shownBits(evidence);
  const { limit } = picture;
  // In words, what moves the score beside the fields is told where it decides whether the pair is proposed.
  const moved = evidence.adjustments.reduce((sum, { weight }) => sum + weight, 0);
  const bar = threshold === null ? null : log2Odds(threshold);
  const decisive = bar !== null && evidence.total >= bar !== evidence.total - moved >= bar;
  return (
    <Rows>
      <colgroup>
        <col style={{ width: '10.4rem' }} />
        <col />
        <col style={{ width: '4rem' }} />
        <col />
        <col style={{ width: '26%' }} />
        <col style={{ width: numbers ? '11rem' : '7rem' }} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">
            <VisuallyHidden>{text('wizard.pair.field')}</VisuallyHidden>
          </th>
          <th scope="col">{props.localHead}</th>
          <th scope="col">
            <VisuallyHidden>{text('wizard.pair.verdict')}</VisuallyHidden>
          </th>
          <th scope="col">{props.externalHead}</th>
          <th scope="col" colSpan={2}>
            {props.evidenceHead}
          </th>
        </tr>
      </thead>
      <tbody>
        {numbers ? (
          <SumRow
            label={say('evidence.start')}
            explained={say('evidence.start.explained', { oneIn: intl.formatNumber(oneIn(evidence.prior)) })}
            step={picture.start}
            limit={limit}
            bits={bits.prior}
          />
        ) : null}
        {evidence.fields.map((field, index) => (
          <FieldRow
            key={`${field.role}-${index}`}
            field={field}
            step={picture.fields[index]!}
            limit={limit}
            bits={numbers ? bits.fields[index]! : null}
          />
        ))}
        {evidence.adjustments.map(({ kind, weight }, index) =>
          (numbers || decisive) && bits.adjustments[index] !== 0 ? (
            <SumRow
              key={kind}
              label={say(`evidence.adjustment.${kind}`)}
              explained={say(`evidence.adjustment.${kind}.${weight < 0 ? 'less' : 'more'}`)}
              step={picture.adjustments[index]!}
              limit={limit}
              strength={text(`wizard.evidence.${strengthOf(weight)}`)}
              bits={numbers ? bits.adjustments[index]! : null}
            />
          ) : null,
        )}
      </tbody>
      {numbers ? (
        <tfoot>
          <SumRow
            label={say('evidence.total')}
            explained={score === null ? '' : say('evidence.total.explained', { score: percent(score) })}
            step={picture.total}
            limit={limit}
            bits={bits.total}
            strong
          />
        </tfoot>
      ) : null}
    </Rows>
  );
}

interface FieldRowProps {
  field: FieldEvidence;
  step: Step;
  limit: number | null;
  /** null: in words only. */
  bits: number | null;
}

function FieldRow({ field, step, limit, bits }: FieldRowProps) {
  const text = useWizardText();
  const { left, right } = differences(field.left ?? '', field.right ?? '');
  const plain = field.verdict === 'same' || field.left === null || field.right === null;
  const color = field.verdict === 'same' ? 'neutral600' : 'neutral800';
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
      <td>
        {value(field.left, left)}
        {bits === null ? null : <Normal value={field.left} normal={field.leftNormal} />}
      </td>
      <td>
        <Verdict verdict={field.verdict} />
      </td>
      <td>
        {value(field.right, right)}
        {bits === null ? null : <Normal value={field.right} normal={field.rightNormal} />}
      </td>
      <td className="bar">
        <EvidenceBar from={step.from} to={step.to} limit={limit} />
      </td>
      <td className="word">
        <Weight strength={text(`wizard.evidence.${strengthOf(field.weight)}`)} bits={bits} />
      </td>
    </tr>
  );
}

/** What was compared, where it is more than the value in small letters. */
function Normal({ value, normal }: { value: string | null; normal: string | null }) {
  const say = useEvidenceText();
  if (value === null || normal === null || value.trim().toLowerCase() === normal.toLowerCase()) return null;
  return (
    <Typography variant="pi" textColor="neutral600" tag="p">
      {say('evidence.normal', { value: normal })}
    </Typography>
  );
}

interface SumRowProps {
  label: string;
  explained: string;
  step: Step;
  limit: number | null;
  strength?: string;
  bits: number | null;
  strong?: boolean;
}

/** A step that is no field: where all pairs start, what rivals and the list as a whole do, and the sum. */
function SumRow({ label, explained, step, limit, strength, bits, strong = false }: SumRowProps) {
  return (
    <tr>
      <th scope="row" colSpan={4}>
        <Typography variant="pi" textColor="neutral800" fontWeight={strong ? 'bold' : 'regular'}>
          {label}
        </Typography>{' '}
        <Typography variant="pi" textColor="neutral600">
          {explained}
        </Typography>
      </th>
      <td className="bar">
        <EvidenceBar from={step.from} to={step.to} limit={limit} quiet={strong} />
      </td>
      <td className="word">
        <Weight strength={strength} bits={bits} strong={strong} />
      </td>
    </tr>
  );
}

function Weight({ strength, bits, strong = false }: { strength?: string; bits: number | null; strong?: boolean }) {
  const format = useBits();
  return (
    <Typography variant="pi" textColor="neutral800" fontWeight={strong ? 'bold' : 'regular'}>
      {bits === null ? strength : [strength, format(bits)].filter(Boolean).join(' ')}
    </Typography>
  );
}

const Rows = styled(FieldRows)`
  th,
  td {
    vertical-align: middle;
  }
  .bar {
    position: relative;
    padding-right: 0;
  }
  .word {
    padding-right: 0;
    padding-left: 0.8rem;
    text-align: right;
    font-variant-numeric: tabular-nums;
  }
`;

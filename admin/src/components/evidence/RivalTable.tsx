import { Typography, VisuallyHidden } from '@strapi/design-system';
import { styled } from 'styled-components';
import type { Evidence } from '../../../../server/src/contracts';
import { usePercent } from '../../hooks/usePercent';
import { useWizardText } from '../review/useWizardText';
import { VerdictSign } from '../review/Verdict';
import { type RivalField, rivalAdjustments, rivalFields } from './compareFields';
import { FieldRows } from './FieldRows';
import { useBits } from './useBits';
import { useEvidenceText } from './useEvidenceText';
import { shownBits } from './waterfall';

export interface Rival {
  label: string;
  score: number | null;
  evidence: Evidence;
}

/** Two partners of one record field by field, with what each field weighs. Where they differ stands out. */
export function RivalTable({ first, second, caption }: { first: Rival; second: Rival; caption: string }) {
  const say = useEvidenceText();
  const text = useWizardText();
  const percent = usePercent();
  const bits = [shownBits(first.evidence), shownBits(second.evidence)] as const;
  return (
    <Rows>
      <caption>
        <VisuallyHidden>{caption}</VisuallyHidden>
      </caption>
      <colgroup>
        <col style={{ width: '10.4rem' }} />
        <col />
        <col style={{ width: '7.2rem' }} />
        <col />
        <col style={{ width: '7.2rem' }} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">
            <VisuallyHidden>{text('wizard.pair.field')}</VisuallyHidden>
          </th>
          {[first, second].map((rival, index) => (
            <th scope="col" key={index} colSpan={2}>
              <Typography variant="pi" fontWeight="bold" textColor="neutral800">
                {rival.label}
              </Typography>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <Sum label={say('evidence.start')} bits={[bits[0].prior, bits[1].prior]} />
        {rivalFields(first.evidence, second.evidence).map((field, index) => (
          <FieldRow key={`${field.role} ${index}`} field={field} />
        ))}
        {rivalAdjustments(first.evidence, second.evidence).map((row) => (
          <Sum key={row.kind} label={say(`evidence.adjustment.${row.kind}`)} bits={[row.first, row.second]} />
        ))}
      </tbody>
      <tfoot>
        <Sum
          label={say('evidence.total')}
          bits={[bits[0].total, bits[1].total]}
          words={[first, second].map(({ score }) => (score === null ? '' : percent(score)))}
          strong
        />
      </tfoot>
    </Rows>
  );
}

function FieldRow({ field }: { field: RivalField }) {
  const text = useWizardText();
  const differs = field.first?.bits !== field.second?.bits;
  return (
    <tr>
      <th scope="row">
        <Typography variant="pi" textColor="neutral600">
          {text(`wizard.role.${field.role}`)}
        </Typography>
      </th>
      <Side of={field.first} differs={differs} />
      <Side of={field.second} differs={differs} />
    </tr>
  );
}

function Side({ of, differs }: { of: RivalField['first']; differs: boolean }) {
  const text = useWizardText();
  const format = useBits();
  if (of === null) return <td colSpan={2}>–</td>;
  return (
    <>
      <td>
        <VerdictSign verdict={of.verdict} /> <VisuallyHidden>{text(`wizard.verdict.${of.verdict}`)}: </VisuallyHidden>
        <Typography
          variant="pi"
          textColor={differs && of.value !== null ? 'neutral800' : 'neutral600'}
          fontWeight={differs ? 'semiBold' : 'regular'}
        >
          {of.value ?? text('wizard.pair.notSet')}
        </Typography>
      </td>
      <td className="bits">
        <Typography
          variant="pi"
          textColor={differs ? 'neutral800' : 'neutral600'}
          fontWeight={differs ? 'semiBold' : 'regular'}
        >
          {format(of.bits)}
        </Typography>
      </td>
    </>
  );
}

interface SumProps {
  label: string;
  bits: readonly [number, number];
  words?: string[];
  strong?: boolean;
}

function Sum({ label, bits, words, strong = false }: SumProps) {
  const format = useBits();
  const style = { variant: 'pi', fontWeight: strong ? 'bold' : 'regular' } as const;
  return (
    <tr>
      <th scope="row">
        <Typography {...style} textColor={strong ? 'neutral800' : 'neutral600'}>
          {label}
        </Typography>
      </th>
      {bits.map((value, index) => [
        <td key={`word ${index}`}>
          <Typography {...style} textColor="neutral800">
            {words?.[index]}
          </Typography>
        </td>,
        <td key={`bits ${index}`} className="bits">
          <Typography {...style} textColor={strong ? 'neutral800' : 'neutral600'}>
            {format(value)}
          </Typography>
        </td>,
      ])}
    </tr>
  );
}

const Rows = styled(FieldRows)`
  th,
  td {
    vertical-align: baseline;
  }
  .bits {
    padding-right: 2.4rem;
    text-align: right;
    font-variant-numeric: tabular-nums;
  }
`;

import type { BlockReason, PreflightResult, Reference, ResolvedLine } from '../contracts/invoices';
import { amountOf, isNegative, readDecimal, sumOf } from './amounts';
import { priceKeyOf } from './price-key';
import { atLine, connectionReason, defaultOf, fix, keyOf, resolveReference, toRef } from './references';
import {
  type ConnectionFacts,
  type ExternalFacts,
  type LinkIndex,
  mappingKey,
  type PriceAnswers,
  type RecordRef,
  type SourceFacts,
  type SourceLine,
  type SourceRecord,
} from './types';
import { sayingOf, sentence, type Sentence } from '../utils/sentence';

const FIELD_NAMES = {
  memo: sentence('invoicing.field.memo', 'the note'),
  lines: sentence('invoicing.field.lines', 'the lines'),
  description: sentence('invoicing.field.description', 'the description'),
  quantity: sentence('invoicing.field.quantity', 'the quantity'),
  unitPrice: sentence('invoicing.field.unitPrice', 'the unit price'),
  amount: sentence('invoicing.field.amount', 'the amount'),
} as const;

/** Those that a sentence about the whole invoice begins with. */
const FIELD_STARTS = {
  memo: sentence('invoicing.start.memo', 'The note'),
  lines: sentence('invoicing.start.lines', 'The lines'),
} as const;

export interface ResolveInput {
  source: SourceFacts;
  connection: ConnectionFacts;
  links: LinkIndex;
  answers: PriceAnswers;
}

/**
 * Turns records into what their invoices would say, or into every reason why not. Pure: all that it needs
 * to know of links and external records is in `links`. Nothing is read from a connection that is not live.
 */
export function resolveRecords(records: readonly SourceRecord[], input: ResolveInput): PreflightResult[] {
  return records.map((record) => resolveRecord(record, input));
}

function resolveRecord(record: SourceRecord, input: ResolveInput): PreflightResult {
  const { source, connection, links } = input;
  const reasons: BlockReason[] = [];
  const self: RecordRef = {
    contentType: record.contentType,
    id: record.id,
    locale: record.locale,
    label: record.number || record.id,
  };
  const say = (kind: BlockReason['kind'], field: string | null, said: Sentence, how = fix('edit_record')) =>
    reasons.push({ kind, line: null, field, ...said, record: self, fix: how });
  const blocked = connectionReason(connection);
  if (blocked) reasons.push(blocked);

  if (source.statusBefore && !source.statusBefore.includes(record.status ?? '')) {
    say(
      'wrong_status',
      source.fields.status,
      sentence('invoicing.wrongStatus', 'It is {status}; only what is {billed} is billed', {
        status: record.status || sentence('invoicing.noStatus', 'without a state'),
        billed: { anyOf: source.statusBefore },
      }),
    );
  }

  let client: Reference | null = null;
  let clientCurrency: string | null = null;
  if (!record.client) {
    say('client_missing', source.fields.client, sentence('invoicing.clientMissing', 'The client is not set'));
  } else if (!blocked) {
    const answer = resolveReference(record.client, connection.clientRecordType, connection, links, null);
    client = answer.reference;
    clientCurrency = answer.external?.currency ?? null;
    if (answer.reason) reasons.push({ ...answer.reason, field: source.fields.client });
  }

  const currency = record.currency?.trim().toUpperCase() || null;
  if (currency && clientCurrency && currency !== clientCurrency.toUpperCase()) {
    say(
      'currency_mismatch',
      source.fields.currency,
      sentence('invoicing.otherCurrency', 'The record is in {currency}, but {client} is billed in {other}', {
        currency,
        client: client?.label ?? sentence('invoicing.theClient', 'the client'),
        other: clientCurrency.toUpperCase(),
      }),
    );
  }
  if (source.delivery === 'email' && !record.email)
    say(
      'email_missing',
      source.fields.email,
      sentence('invoicing.noEmail', 'It is to be e-mailed, and there is no e-mail address'),
    );

  if (record.lines.length === 0)
    say('no_lines', source.fields.lines, sentence('invoicing.noLines', 'There are no lines to bill'));
  const lines = record.lines.map((line, index) => {
    const resolved = resolveLine(line, index + 1, self, blocked === null, input, record.id, reasons);
    return index === 0 ? { ...resolved, heading: record.text } : resolved;
  });
  const total = sumOf(lines.map(({ amount }) => amount));
  if (isNegative(total))
    say(
      'bad_amount',
      null,
      sentence('invoicing.negativeTotal', 'The total is {total}; an invoice cannot be less than zero', {
        total: { decimal: total },
      }),
    );

  for (const problem of connection.problemsOf({ memo: record.memo, lines })) {
    const { line, field } = problem;
    const declared = field === 'memo' || field === 'lines' ? source.fields[field] : (source.fields.line[field] ?? null);
    const name = FIELD_NAMES[field];
    reasons.push({
      kind: problem.kind,
      line,
      field: declared,
      ...atLine(
        line,
        sentence('common.fieldProblem', '{field} {problem}', {
          field: line === null && (field === 'memo' || field === 'lines') ? FIELD_STARTS[field] : name,
          problem: sayingOf(problem),
        }),
      ),
      record: self,
      fix: fix('edit_record'),
    });
  }

  return {
    source: record.source,
    contentType: record.contentType,
    id: record.id,
    locale: record.locale,
    number: record.number,
    date: record.date,
    memo: record.memo,
    delivery: source.delivery,
    email: record.email,
    terms: source.terms,
    class: source.class,
    connectionId: connection.id,
    client: { record: toRef(record.client), reference: client },
    lines,
    total,
    currency: currency ?? clientCurrency?.toUpperCase() ?? null,
    ready: reasons.length === 0,
    reasons,
  };
}

function resolveLine(
  line: SourceLine,
  position: number,
  self: RecordRef,
  isLive: boolean,
  { source, connection, links, answers }: ResolveInput,
  recordId: string,
  reasons: BlockReason[],
): ResolvedLine {
  const fields = source.fields.line;
  const say = (kind: BlockReason['kind'], field: string | null, said: Sentence, how = fix('edit_record')) =>
    reasons.push({ kind, line: position, field, ...atLine(position, said), record: self, fix: how });
  const quantity = readDecimal(line.quantity);
  let unitPrice = readDecimal(line.unitPrice);
  for (const [value, given, what, field] of [
    [quantity, line.quantity, FIELD_NAMES.quantity, fields.quantity],
    [unitPrice, line.unitPrice, FIELD_NAMES.unitPrice, fields.unitPrice],
  ] as const) {
    if (value !== null) continue;
    const isMissing = given === null || given === undefined || given === '';
    say(
      'bad_amount',
      field,
      isMissing
        ? sentence('invoicing.notSet', '{field} is not set', { field: what })
        : sentence('invoicing.noNumber', '{field} {value} is not a number', { field: what, value: shown(given) }),
    );
  }
  if (quantity !== null && unitPrice !== null && line.amount !== undefined && line.amount !== null) {
    const expected = amountOf(quantity, unitPrice);
    const own = readDecimal(line.amount);
    if (own === null || sumOf([own]) !== expected)
      say(
        'bad_amount',
        fields.amount,
        sentence(
          'invoicing.otherAmount',
          'the amount is {amount}, but {quantity} × {price} comes to {expected}, which is what the vendor accepts',
          {
            amount: own === null ? shown(line.amount) : { decimal: own },
            quantity: { decimal: quantity },
            price: { decimal: unitPrice },
            expected: { decimal: expected },
          },
        ),
      );
  }

  let reference: Reference | null = null;
  let external: ExternalFacts | null = null;
  if (isLive) {
    const answer = line.record
      ? resolveReference(line.record, connection.lineRecordType, connection, links, position)
      : defaultOf(
          '',
          connection.lineRecordType,
          connection,
          sentence('invoicing.line', 'Line {line}', { line: position }),
          position,
        );
    if (answer) {
      ({ reference, external } = answer);
      if (answer.reason) reasons.push({ ...answer.reason, field: fields.records });
    }
  }
  if (!line.record && !reference && !connection.defaults.has(''))
    say(
      'line_record_missing',
      fields.records,
      sentence('invoicing.noRecord', 'it refers to no record that could be billed'),
    );

  let price: ResolvedLine['price'] = null;
  if (reference && external?.taxProblem) {
    reasons.push({
      kind: 'tax_missing',
      line: position,
      field: fields.records,
      ...atLine(
        position,
        sentence('common.named', '{name}: {what}', { name: reference.label, what: sayingOf(external.taxProblem) }),
      ),
      record: toRef(line.record),
      fix:
        external.taxProblem.at === 'account'
          ? fix('open_settings')
          : fix('edit_external', {
              linkId: reference.linkId,
              url: connection.urlOf(reference.recordType, reference.externalId),
            }),
    });
  }
  if (source.asksPrices && line.record && reference?.through === 'record' && unitPrice !== null && external?.price) {
    const theirs = readDecimal(external.price);
    if (theirs !== null && theirs !== unitPrice) {
      const question = {
        localKey: keyOf(line.record, reference.recordType, connection.id),
        externalId: reference.externalId,
        ours: unitPrice,
        theirs,
      };
      const answer = answers.get(priceKeyOf(question, recordId)) ?? answers.get(priceKeyOf(question, null)) ?? null;
      price = { ours: unitPrice, theirs, answer };
      if (answer === null)
        say(
          'price_differs',
          fields.unitPrice,
          sentence('invoicing.priceDiffers', '{record} is billed at {ours}, and {external} costs {theirs}', {
            record: line.record.label,
            ours: { decimal: unitPrice },
            external: reference.label,
            theirs: { decimal: theirs },
          }),
          fix('answer_price', {
            linkId: reference.linkId,
            mappingId: connection.mappings.get(mappingKey(line.record.contentType, reference.recordType)),
          }),
        );
      else if (answer === 'theirs') unitPrice = theirs;
    }
  }
  return {
    line: position,
    description: line.description || line.record?.label || '',
    record: toRef(line.record),
    quantity: quantity ?? '0',
    unitPrice: unitPrice ?? '0',
    amount: quantity !== null && unitPrice !== null ? amountOf(quantity, unitPrice) : '0.00',
    reference,
    heading: '',
    price,
  };
}

/** The first of a text that was typed in place of a number. */
const shown = (value: unknown): string =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 40);

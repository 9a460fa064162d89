import { Decimal } from 'decimal.js';
import type { WriteField } from '../connectors/contract';
import type { RoleValues } from '../contracts/common';
import type { WriteProblem } from '../contracts/writes';
import { host } from '../connectors/values';
import { type Said, sayingOf, sentence } from '../utils/sentence';

const problem = (
  field: WriteField,
  kind: WriteProblem['kind'],
  said: Said,
  suggestion: string | null = null,
): WriteProblem => ({ kind, role: field.role, ...sayingOf(said), suggestion, holder: null });

/** Characters as people count them: an emoji is one for them and two for a vendor, so the vendor's count decides. */
const shortened = (value: string, max: number): string => {
  let cut = value.slice(0, max);
  // Never half a character.
  if (/[\uD800-\uDBFF]$/.test(cut)) cut = cut.slice(0, -1);
  const atWord = cut.replace(/\s+\S*$/, '');
  const isMidWord = /\S/.test(value.charAt(cut.length)) && /\S/.test(cut.charAt(cut.length - 1));
  return (isMidWord && atWord.length >= max / 2 ? atWord : cut).trim();
};

/** What is wrong with a value for a field of the system that it goes to; null: it is taken as it is. Nothing is cut. */
export function fitValue(field: WriteField, value: string): WriteProblem | null {
  const { maxLength, forbidden, format, decimals, options } = field;
  const label = { label: field.label };
  if (value.trim() === '')
    return field.required
      ? problem(field, 'required', sentence('writing.required', '{field} is required.', { field: label }))
      : null;
  if (options && !options.includes(value))
    return problem(
      field,
      'option',
      sentence('writing.notTaken', '{field} "{value}" is not taken. It must be {options}.', {
        field: label,
        value,
        options: { anyOf: options },
      }),
    );
  if (forbidden && value.search(forbidden.pattern) >= 0) {
    const without = value.replace(forbidden.pattern, ' ').replace(/\s+/g, ' ').trim();
    const suggestion = maxLength !== undefined && without.length > maxLength ? shortened(without, maxLength) : without;
    return problem(
      field,
      'forbidden_characters',
      sentence('writing.forbidden', '{field} cannot have {what}.', { field: label, what: forbidden.words }),
      suggestion === '' ? null : suggestion,
    );
  }
  if (decimals !== undefined) {
    const number = /^-?\d+(\.\d+)?$/.test(value) ? new Decimal(value) : null;
    if (!number)
      return problem(
        field,
        'format',
        sentence('writing.notDecimal', '{field} "{value}" is not a decimal number.', { field: label, value }),
      );
    if (number.decimalPlaces() > decimals)
      return problem(
        field,
        'format',
        sentence('writing.tooManyDecimals', '{field} {value} has more than {count} decimals.', {
          field: label,
          value: { decimal: value },
          count: decimals,
        }),
        number.toDecimalPlaces(decimals, Decimal.ROUND_HALF_UP).toFixed(),
      );
  }
  if (maxLength !== undefined && value.length > maxLength)
    return problem(
      field,
      'too_long',
      sentence('writing.tooLong', '{field} has {length} characters; at most {most} are taken.', {
        field: label,
        length: value.length,
        most: maxLength,
      }),
      shortened(value, maxLength),
    );
  if (format && !format.pattern.test(value))
    return problem(
      field,
      'format',
      sentence('writing.mustBe', '{field} "{value}" must be {what}.', { field: label, value, what: format.words }),
    );
  return null;
}

/** Problems of values, and of required ones that are missing where a record is created. */
export function fitValues(fields: WriteField[], values: RoleValues, creating: boolean): WriteProblem[] {
  return fields.flatMap((field) => {
    const value = values[field.role];
    if (value === undefined && !creating) return [];
    return fitValue(field, value ?? '') ?? [];
  });
}

/** Whether two values of a role say the same: prices as numbers, websites by their host. */
export function isSameValue(role: WriteField['role'], left: string, right: string): boolean {
  const [a, b] = [left.trim(), right.trim()];
  if (a === b) return true;
  if (a === '' || b === '') return false;
  if (role === 'price' && [a, b].every((text) => /^-?\d+(\.\d+)?$/.test(text))) return new Decimal(a).equals(b);
  if (role === 'domain') return host(a) !== undefined && host(a) === host(b);
  return false;
}

/** What would have to change on one side to say what the other does; a value that is missing takes none away. */
export function differences(fields: WriteField[], from: RoleValues, to: RoleValues): RoleValues {
  return Object.fromEntries(
    fields.flatMap(({ role, createOnly }) => {
      const value = from[role];
      if (createOnly || value === undefined || isSameValue(role, value, to[role] ?? '')) return [];
      return [[role, value]];
    }),
  );
}

import { useDebounce } from '@strapi/strapi/admin';
import { useState } from 'react';
import type { CreditPreview } from '../../../../server/src/contracts';
import { useCrosswalkCreateCreditNoteMutation, useCrosswalkPreviewCreditNoteQuery } from '../../services/crosswalk';

const PLAIN_NUMBER = /^-?\d{1,15}(\.\d{1,7})?$/;
/** Works where the page has no secure context, too. */
const newKey = () => [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join('');
const today = () => {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
};

/** What is typed into the form of a credit note, and what the server makes of it. */
export function useCreditForm(invoiceId: string) {
  /** Quantities by line as typed; null: all that is left, whatever that is. */
  const [typed, setTyped] = useState<Readonly<Record<number, string>> | null>(null);
  const [date, setDate] = useState(today);
  const [memo, setMemo] = useState('');
  // One key for one set of quantities: whoever asks again as the answer was lost gets the same credit note.
  const [idempotencyKey, setKey] = useState(newKey);
  const [create, { isLoading: isCreating }] = useCrosswalkCreateCreditNoteMutation();

  const numbers = typed && Object.entries(typed).map(([line, text]) => ({ line: Number(line), quantity: plain(text) }));
  const invalid = new Set(numbers?.filter(({ quantity }) => !PLAIN_NUMBER.test(quantity)).map(({ line }) => line));
  const body = {
    ...(numbers ? { lines: numbers.filter(({ line }) => !invalid.has(line)) } : {}),
    ...(/^\d{4}-\d{2}-\d{2}$/.test(date) ? { date } : {}),
    ...(memo.trim() === '' ? {} : { memo: memo.trim() }),
  };
  const wanted = JSON.stringify(body);
  const rested = useDebounce(wanted, 300);
  const { data, currentData, error, refetch } = useCrosswalkPreviewCreditNoteQuery(
    { params: { id: invoiceId }, body: JSON.parse(rested) as typeof body },
    { skip: body.lines?.length === 0, refetchOnMountOrArgChange: true },
  );
  const preview: CreditPreview | undefined = (currentData ?? data)?.data;
  /** The preview says what the form says. */
  const isSettled = currentData !== undefined && rested === wanted && invalid.size === 0;

  const left = preview?.left.lines ?? [];
  const quantityOf = (line: number): string => typed?.[line] ?? left.find((one) => one.line === line)?.quantity ?? '';
  const setQuantities = (quantities: Readonly<Record<number, string>>) => {
    setTyped(quantities);
    setKey(newKey());
  };
  const setAll = (of: (line: (typeof left)[number]) => string) =>
    setQuantities(Object.fromEntries(left.map((line) => [line.line, of(line)])));

  return {
    preview,
    error,
    refetch,
    isSettled,
    isCreating,
    invalid,
    date,
    setDate,
    memo,
    setMemo,
    quantityOf,
    setQuantity: (line: number, quantity: string) =>
      setQuantities({ ...Object.fromEntries(left.map((one) => [one.line, quantityOf(one.line)])), [line]: quantity }),
    all: () => setAll(({ quantity }) => quantity),
    none: () => setAll(() => '0'),
    /** Asks for exactly the lines that are shown. */
    create: () =>
      create({
        params: { id: invoiceId },
        body: { ...body, lines: (preview?.note.lines ?? []).map(({ line, quantity }) => ({ line, quantity })) },
        idempotencyKey,
      }).unwrap(),
  };
}

/** `1,5` is how many write it. */
const plain = (text: string): string => text.trim().replace(',', '.');

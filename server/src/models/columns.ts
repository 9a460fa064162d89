import type { Model } from '@strapi/database';

type Attribute = Model['attributes'][string];

/** Strapi's types do not know `column`, its schema builder does. */
const withColumn = (attribute: { type: string }, column: Record<string, unknown>): Attribute =>
  ({ ...attribute, column }) as unknown as Attribute;

const notNull = { notNullable: true };

export const increments: Attribute = { type: 'increments' };
export const text = (): Attribute => ({ type: 'text' });
export const requiredText = (): Attribute => withColumn({ type: 'text' }, notNull);
/** `length` in characters, where an index of several columns would be too long for MySQL. */
export const string = (length?: number): Attribute =>
  length === undefined ? { type: 'string' } : withColumn({ type: 'string' }, { args: [length] });
export const requiredString = (): Attribute => withColumn({ type: 'string' }, notNull);
export const requiredInteger = (): Attribute => withColumn({ type: 'integer' }, notNull);
export const integer = (): Attribute => ({ type: 'integer' });
/** Whole numbers of up to 15 digits, exact in JavaScript too. */
export const bigInteger = (): Attribute => ({ type: 'biginteger' });
export const float = (): Attribute => ({ type: 'float' });
export const requiredFloat = (): Attribute => withColumn({ type: 'float' }, notNull);
export const datetime = (): Attribute => ({ type: 'datetime' });
export const requiredDatetime = (): Attribute => withColumn({ type: 'datetime' }, notNull);
export const flag = (value: boolean): Attribute =>
  withColumn({ type: 'boolean' }, { notNullable: true, defaultTo: value });
/** An integer that rows of earlier versions have as 0. */
export const counter = (): Attribute => withColumn({ type: 'integer' }, { notNullable: true, defaultTo: 0 });

import type { Core } from '@strapi/strapi';
import type { InvoiceSource, PreflightResult } from '../contracts';
import { configOf } from '../utils/config';
import { databaseOf } from '../utils/database';
import { invalidField, notFound, UnprocessableError } from '../utils/errors';
import { factsOf, type Ground } from './facts';
import { findLinks } from './link-repository';
import { findPriceAnswers } from './price-repository';
import { readRecords } from './records';
import { localKeysOf } from './references';
import { resolveRecords } from './resolve';
import { type CompiledSource, compileSource, type Schema, SourceProblem } from './source';
import type { LinkIndex, SourceFacts, SourceRecord } from './types';
import { sentence } from '../utils/sentence';

/** Records read and resolved at once: bounds memory and the length of statements. */
export const RECORDS_PER_READ = 200;

export interface SourceRequest {
  source: string;
  connectionId: string;
  /** documentIds of the source's records. */
  ids: string[];
}

export const schemasOf =
  (strapi: Core.Strapi) =>
  (uid: string): Schema | undefined => {
    const contentTypes = strapi.contentTypes as unknown as Record<string, Schema | undefined>;
    const components = strapi.components as unknown as Record<string, Schema | undefined>;
    return contentTypes[uid] ?? components[uid];
  };

/** Every declared source, with what is wrong with it. */
export function describeSources(strapi: Core.Strapi): { source: InvoiceSource; compiled: CompiledSource | null }[] {
  const { sources, fallbacks } = configOf(strapi).invoicing;
  return sources.map((config) => {
    const source = {
      name: config.name,
      displayName: config.displayName ?? config.name,
      contentType: config.contentType,
    };
    try {
      const compiled = compileSource(config, schemasOf(strapi), fallbacks);
      return { source: { ...source, displayName: compiled.displayName, problem: null }, compiled };
    } catch (error) {
      if (!(error instanceof SourceProblem)) throw error;
      return { source: { ...source, problem: error.message }, compiled: null };
    }
  });
}

/** A source that can be used; 400 where there is none of the name, 422 where its paths are wrong. */
export function sourceOf(strapi: Core.Strapi, name: string): CompiledSource {
  const found = describeSources(strapi).find(({ source }) => source.name === name);
  if (!found) throw invalidField(['source'], `There is no invoice source ${name}; config/plugins.ts declares them`);
  if (!found.compiled) {
    throw new UnprocessableError(
      sentence(
        'invoicing.badSource',
        'The invoice source {name} cannot be used: {problem}. Correct it in config/plugins.ts.',
        { name, problem: found.source.problem ?? '' },
      ),
    );
  }
  return found.compiled;
}

/** A connection that invoices can be made on, whatever its state. */
export async function invoicingConnection(strapi: Core.Strapi, id: string): Promise<Ground> {
  const found = await factsOf(strapi, id);
  if (!found.connector.invoicing)
    throw invalidField(
      ['connectionId'],
      sentence('invoicing.otherConnection', '{system} cannot create invoices; choose another connection', {
        system: found.connector.displayName,
      }),
    );
  return found;
}

/** What resolving needs to know of a source, on one connection. */
export function sourceFactsOf({ config, status }: CompiledSource, connectionName: string): SourceFacts {
  const { line } = config;
  return {
    fields: {
      client: config.client,
      currency: config.currency ?? null,
      memo: config.memo ?? null,
      email: config.email ?? null,
      status: status?.attribute ?? null,
      lines: config.lines,
      line: {
        quantity: line.quantity,
        unitPrice: line.unitPrice,
        description: line.description ?? null,
        amount: line.amount ?? null,
        records: line.records.join(' or '),
      },
    },
    statusBefore: status?.before ?? null,
    delivery: config.delivery ?? null,
    terms: config.terms?.[connectionName] ?? null,
    class: config.class?.[connectionName] ?? null,
    asksPrices: config.prices === 'ask',
  };
}

/**
 * Resolves records of a source with one look-up of all their links, and one of answers about prices where it asks.
 * @param changeLinks what would be, if links were changed
 */
export async function resolveAll(
  strapi: Core.Strapi,
  source: CompiledSource,
  records: SourceRecord[],
  { facts, ...reader }: Ground,
  changeLinks: (links: LinkIndex) => LinkIndex | Promise<LinkIndex> = (links) => links,
): Promise<PreflightResult[]> {
  const db = databaseOf(strapi);
  const keys = facts.state === 'live' ? localKeysOf(records, facts) : [];
  const links = await changeLinks(await findLinks(db, keys, reader));
  const answers =
    source.config.prices === 'ask' ? await findPriceAnswers(db, facts.id, keys) : new Map<string, never>();
  return resolveRecords(records, {
    source: sourceFactsOf(source, facts.name),
    connection: facts,
    links,
    answers,
  });
}

/** One answer per record, in the order of `ids`. */
export async function preflight(
  strapi: Core.Strapi,
  { source: name, connectionId, ids }: SourceRequest,
): Promise<PreflightResult[]> {
  const source = sourceOf(strapi, name);
  const ground = await invoicingConnection(strapi, connectionId);
  const wanted = [...new Set(ids)];
  const records: SourceRecord[] = [];
  for (let start = 0; start < wanted.length; start += RECORDS_PER_READ) {
    records.push(...(await readRecords(strapi, source, wanted.slice(start, start + RECORDS_PER_READ))));
  }
  const known = new Set(records.map(({ id }) => id));
  const unknown = wanted.find((id) => !known.has(id));
  if (unknown !== undefined) throw notFound(`record in ${source.displayName}`, unknown);
  return resolveAll(strapi, source, records, ground);
}

import type { Core } from '@strapi/strapi';
import { type ImportChangeKind, importChangeKind, type ImportReport } from '../contracts/link-files';
import type { MappingRow } from '../linking/mapping-repository';
import type { ActResult } from '../linking/review-service';
import { configOf } from '../utils/config';
import { inTransaction, isUniqueViolation } from '../utils/database';
import { ConflictError, invalidField } from '../utils/errors';
import type { Actor, UploadedFile } from '../utils/http';
import { shownOf } from '../utils/pagination';
import { applyChanges } from './apply';
import { digestOf, type Plan, planImport } from './plan';
import { type Said, sentence } from '../utils/sentence';

/** Import of an edited export: what it would change, and changing it. */
export const linkFiles = ({ strapi }: { strapi: Core.Strapi }) => {
  async function plan(mapping: MappingRow, file: UploadedFile): Promise<{ plan: Plan; report: ImportReport }> {
    const { maxBytes } = configOf(strapi).files;
    if (file.size > maxBytes)
      throw invalidField(
        ['file'],
        sentence('connections.fileTooLarge', 'The file has {size} MB; at most {most} MB can be taken. Split it.', {
          size: Math.ceil(file.size / 1024 / 1024),
          most: Math.floor(maxBytes / 1024 / 1024),
        }),
      );
    const found = await planImport(strapi, mapping, file.filepath);
    return { plan: found, report: await reportOf(mapping, found, file.originalFilename ?? 'links.csv') };
  }

  return {
    async preview(mapping: MappingRow, file: UploadedFile): Promise<ImportReport> {
      return (await plan(mapping, file)).report;
    },

    async import(mapping: MappingRow, file: UploadedFile, expected: string, actor: Actor): Promise<ActResult> {
      const refuse = async (said: Said) => {
        const { report } = await plan(mapping, file);
        return new ConflictError(said, { report });
      };
      const { plan: found, report } = await plan(mapping, file);
      if (report.digest !== expected)
        throw new ConflictError(
          sentence(
            'linkFiles.changesDiffer',
            'The changes are others than those you looked at. Nothing was imported; look again.',
          ),
          {
            report,
          },
        );
      if (found.changes.length === 0)
        throw invalidField(['file'], sentence('linkFiles.nothing', 'The file changes nothing'));
      try {
        return await inTransaction(strapi, (trx) => applyChanges(trx, mapping, found.changes, report.fileName, actor));
      } catch (error) {
        if (isUniqueViolation(error))
          throw await refuse(
            sentence(
              'linkFiles.linkedJustNow',
              'One of these records has been linked just now. Nothing was imported; look again.',
            ),
          );
        if (error instanceof ConflictError) throw await refuse(error);
        throw error;
      }
    },
  };
};

async function reportOf(mapping: MappingRow, plan: Plan, fileName: string): Promise<ImportReport> {
  const counts = Object.fromEntries(importChangeKind.options.map((kind) => [kind, 0])) as Record<
    ImportChangeKind,
    number
  >;
  for (const { kind } of plan.changes) counts[kind] += 1;
  const changes = shownOf(plan.changes);
  return {
    fileName,
    rows: plan.rows,
    unchanged: plan.unchanged,
    counts,
    changes: {
      total: changes.total,
      rows: changes.rows.map(
        ({ line, kind, localId, locale, localLabel, externalId, externalLabel, previousLabel }) => ({
          line,
          kind,
          localId,
          locale,
          localLabel,
          externalId,
          externalLabel,
          previousLabel,
        }),
      ),
    },
    conflicts: shownOf(plan.conflicts),
    problems: shownOf(plan.problems),
    digest: await digestOf(mapping, plan),
  };
}

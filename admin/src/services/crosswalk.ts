import { adminApi } from '@strapi/strapi/admin';
import type * as c from '../../../server/src/contracts';
import type { Connection, ResponseOf, Run } from '../../../server/src/contracts';
import { type ArgOf, request } from './request';

const TAGS = [
  'CrosswalkConnections',
  'CrosswalkLinks',
  'CrosswalkRuns',
  'CrosswalkMappings',
  'CrosswalkInvoices',
  'CrosswalkDecisions',
  'CrosswalkRecords',
  'CrosswalkRestorePoints',
] as const;
type Tag = (typeof TAGS)[number];

/** What an act on links changes; everything but the set-up of the mappings and what was kept before. */
const LINK_TAGS = TAGS.filter((tag) => tag !== 'CrosswalkMappings' && tag !== 'CrosswalkRestorePoints');
const ALL_TAGS = [...TAGS];

const api = adminApi.enhanceEndpoints({ addTagTypes: TAGS });

const reads = (path: string, providesTags: Tag[]) => ({
  query: (arg: unknown) => request('GET', path, arg),
  providesTags,
});
const writes = (method: 'POST' | 'PUT' | 'DELETE', path: string, invalidatesTags: Tag[]) => ({
  query: (arg: unknown) => request(method, path, arg),
  invalidatesTags: (_result: unknown, error: unknown) => (error ? [] : invalidatesTags),
});
/** An act that was refused often means that somebody else was faster: lists are read again either way. */
const acts = (path: string) => ({
  query: (arg: unknown) => request('POST', path, arg),
  invalidatesTags: LINK_TAGS,
});

const isOver = (run: Run | null | undefined) => !run || ['succeeded', 'failed', 'cancelled'].includes(run.state);

/** Whether a run that was under way in `before` has ended in `after`. */
function runEnded(before: Connection[] | undefined, after: Connection[]): boolean {
  return (before ?? []).some((old) => {
    if (!old.activeRun || isOver(old.activeRun)) return false;
    const next = after.find((connection) => connection.id === old.id);
    return !next || next.activeRun?.id !== old.activeRun.id;
  });
}

/**
 * One RTK Query endpoint for every endpoint of the contracts: `listLinks` is `crosswalkListLinks`. The argument is
 * `{ params, query, body }`, the result the whole response. Polling a connection also notices when its run ends
 * and refreshes whatever the run may have changed.
 */
export const crosswalkApi = api.injectEndpoints({
  endpoints: (build) => ({
    crosswalkListConnectors: build.query<ResponseOf<typeof c.listConnectors>, ArgOf<typeof c.listConnectors>>(
      reads('/connectors', []),
    ),
    crosswalkListConnections: build.query<ResponseOf<typeof c.listConnections>, ArgOf<typeof c.listConnections>>({
      ...reads('/connections', ['CrosswalkConnections']),
      async onQueryStarted(_arg, query) {
        const before = query.getCacheEntry().data?.data;
        const after = await query.queryFulfilled.catch(() => null);
        if (after && runEnded(before, after.data.data)) query.dispatch(api.util.invalidateTags(LINK_TAGS));
      },
    }),
    crosswalkGetConnection: build.query<ResponseOf<typeof c.getConnection>, ArgOf<typeof c.getConnection>>({
      ...reads('/connections/:id', ['CrosswalkConnections']),
      async onQueryStarted(_arg, query) {
        const before = query.getCacheEntry().data?.data;
        const after = await query.queryFulfilled.catch(() => null);
        if (after && runEnded(before && [before], [after.data.data]))
          query.dispatch(api.util.invalidateTags(LINK_TAGS));
      },
    }),
    crosswalkCreateConnection: build.mutation<ResponseOf<typeof c.createConnection>, ArgOf<typeof c.createConnection>>(
      writes('POST', '/connections', ['CrosswalkConnections']),
    ),
    crosswalkUpdateConnection: build.mutation<ResponseOf<typeof c.updateConnection>, ArgOf<typeof c.updateConnection>>(
      writes('PUT', '/connections/:id', ['CrosswalkConnections']),
    ),
    crosswalkDeleteConnection: build.mutation<ResponseOf<typeof c.deleteConnection>, ArgOf<typeof c.deleteConnection>>(
      writes('DELETE', '/connections/:id', ALL_TAGS),
    ),
    crosswalkAuthorizeConnection: build.mutation<
      ResponseOf<typeof c.authorizeConnection>,
      ArgOf<typeof c.authorizeConnection>
    >(writes('POST', '/connections/:id/authorize', [])),
    crosswalkDisconnectConnection: build.mutation<
      ResponseOf<typeof c.disconnectConnection>,
      ArgOf<typeof c.disconnectConnection>
    >(writes('POST', '/connections/:id/disconnect', ['CrosswalkConnections'])),
    crosswalkCompleteAuthorization: build.mutation<
      ResponseOf<typeof c.completeAuthorization>,
      ArgOf<typeof c.completeAuthorization>
    >(writes('POST', '/connections/authorize/complete', ['CrosswalkConnections', 'CrosswalkInvoices'])),
    crosswalkUploadFile: build.mutation<
      ResponseOf<typeof c.uploadFile>,
      ArgOf<typeof c.uploadFile> & { body: FormData }
    >(writes('POST', '/connections/:id/file', ['CrosswalkConnections'])),
    crosswalkSetFileColumns: build.mutation<ResponseOf<typeof c.setFileColumns>, ArgOf<typeof c.setFileColumns>>(
      writes('PUT', '/connections/:id/file/columns', ['CrosswalkConnections', 'CrosswalkMappings']),
    ),
    crosswalkGetWebConnector: build.query<ResponseOf<typeof c.getWebConnector>, ArgOf<typeof c.getWebConnector>>(
      reads('/connections/:id/web-connector', ['CrosswalkConnections']),
    ),
    crosswalkSyncConnection: build.mutation<ResponseOf<typeof c.syncConnection>, ArgOf<typeof c.syncConnection>>(
      writes('POST', '/connections/:id/sync', ['CrosswalkConnections', 'CrosswalkRuns']),
    ),
    crosswalkMatchConnection: build.mutation<ResponseOf<typeof c.matchConnection>, ArgOf<typeof c.matchConnection>>(
      writes('POST', '/connections/:id/match', ['CrosswalkConnections', 'CrosswalkRuns']),
    ),
    crosswalkCompleteStep: build.mutation<ResponseOf<typeof c.completeStep>, ArgOf<typeof c.completeStep>>(
      acts('/connections/:id/steps/:step/complete'),
    ),

    crosswalkListRuns: build.query<ResponseOf<typeof c.listRuns>, ArgOf<typeof c.listRuns>>(
      reads('/runs', ['CrosswalkRuns']),
    ),
    crosswalkGetRun: build.query<ResponseOf<typeof c.getRun>, ArgOf<typeof c.getRun>>({
      ...reads('/runs/:id', ['CrosswalkRuns']),
      async onQueryStarted(_arg, query) {
        const before = query.getCacheEntry().data?.data;
        const after = await query.queryFulfilled.catch(() => null);
        // A short run is over before it is read for the first time.
        if (after && isOver(after.data.data) && (!before || !isOver(before))) {
          query.dispatch(api.util.invalidateTags(LINK_TAGS));
        }
      },
    }),
    crosswalkCancelRun: build.mutation<ResponseOf<typeof c.cancelRun>, ArgOf<typeof c.cancelRun>>(
      writes('POST', '/runs/:id/cancel', ['CrosswalkRuns', 'CrosswalkConnections']),
    ),
    crosswalkResumeRun: build.mutation<ResponseOf<typeof c.resumeRun>, ArgOf<typeof c.resumeRun>>(
      writes('POST', '/runs/:id/resume', ['CrosswalkRuns', 'CrosswalkConnections']),
    ),

    crosswalkListContentTypes: build.query<ResponseOf<typeof c.listContentTypes>, ArgOf<typeof c.listContentTypes>>(
      reads('/content-types', ['CrosswalkMappings']),
    ),
    crosswalkListMappings: build.query<ResponseOf<typeof c.listMappings>, ArgOf<typeof c.listMappings>>(
      reads('/mappings', ['CrosswalkMappings']),
    ),
    crosswalkCreateMapping: build.mutation<ResponseOf<typeof c.createMapping>, ArgOf<typeof c.createMapping>>(
      writes('POST', '/mappings', ALL_TAGS),
    ),
    crosswalkMappingThreshold: build.query<ResponseOf<typeof c.mappingThreshold>, ArgOf<typeof c.mappingThreshold>>(
      reads('/mappings/:id/threshold', ['CrosswalkMappings', 'CrosswalkLinks']),
    ),
    crosswalkUpdateMapping: build.mutation<ResponseOf<typeof c.updateMapping>, ArgOf<typeof c.updateMapping>>(
      writes('PUT', '/mappings/:id', ALL_TAGS),
    ),
    crosswalkDeleteMapping: build.mutation<ResponseOf<typeof c.deleteMapping>, ArgOf<typeof c.deleteMapping>>(
      writes('DELETE', '/mappings/:id', ALL_TAGS),
    ),

    crosswalkListLinks: build.query<ResponseOf<typeof c.listLinks>, ArgOf<typeof c.listLinks>>(
      reads('/links', ['CrosswalkLinks']),
    ),
    crosswalkGetLink: build.query<ResponseOf<typeof c.getLink>, ArgOf<typeof c.getLink>>(
      reads('/links/:id', ['CrosswalkLinks']),
    ),
    crosswalkListEntries: build.query<ResponseOf<typeof c.listEntries>, ArgOf<typeof c.listEntries>>(
      reads('/entries/:contentType', ['CrosswalkLinks']),
    ),
    crosswalkGetEntry: build.query<ResponseOf<typeof c.getEntry>, ArgOf<typeof c.getEntry>>(
      reads('/entries/:contentType/:id', ['CrosswalkLinks', 'CrosswalkRecords']),
    ),
    crosswalkListCoverage: build.query<ResponseOf<typeof c.listCoverage>, ArgOf<typeof c.listCoverage>>(
      reads('/coverage', ['CrosswalkLinks', 'CrosswalkMappings']),
    ),
    crosswalkMatchEntries: build.mutation<ResponseOf<typeof c.matchEntries>, ArgOf<typeof c.matchEntries>>(
      acts('/entries/:contentType/match'),
    ),
    crosswalkListDecisions: build.query<ResponseOf<typeof c.listDecisions>, ArgOf<typeof c.listDecisions>>(
      reads('/decisions', ['CrosswalkDecisions']),
    ),
    crosswalkUndoDecision: build.mutation<ResponseOf<typeof c.undoDecision>, ArgOf<typeof c.undoDecision>>(
      acts('/decisions/:id/undo'),
    ),
    crosswalkConfirmLinks: build.mutation<ResponseOf<typeof c.confirmLinks>, ArgOf<typeof c.confirmLinks>>(
      acts('/links/confirm'),
    ),
    crosswalkRejectLinks: build.mutation<ResponseOf<typeof c.rejectLinks>, ArgOf<typeof c.rejectLinks>>(
      acts('/links/reject'),
    ),
    crosswalkKeepLinks: build.mutation<ResponseOf<typeof c.keepLinks>, ArgOf<typeof c.keepLinks>>(acts('/links/keep')),
    crosswalkUnlinkLinks: build.mutation<ResponseOf<typeof c.unlinkLinks>, ArgOf<typeof c.unlinkLinks>>(
      acts('/links/unlink'),
    ),
    crosswalkMapRecords: build.mutation<ResponseOf<typeof c.mapRecords>, ArgOf<typeof c.mapRecords>>(
      acts('/links/map'),
    ),
    crosswalkPreviewImport: build.mutation<
      ResponseOf<typeof c.previewImport>,
      ArgOf<typeof c.previewImport> & { body: FormData }
    >(writes('POST', '/mappings/:id/import/preview', [])),
    crosswalkImportLinks: build.mutation<
      ResponseOf<typeof c.importLinks>,
      ArgOf<typeof c.importLinks> & { body: FormData }
    >(acts('/mappings/:id/import')),
    crosswalkPreviewCarryOver: build.mutation<ResponseOf<typeof c.previewCarryOver>, ArgOf<typeof c.previewCarryOver>>(
      writes('POST', '/connections/:id/carry-over/preview', []),
    ),
    crosswalkCarryOver: build.mutation<ResponseOf<typeof c.carryOver>, ArgOf<typeof c.carryOver>>(
      acts('/connections/:id/carry-over'),
    ),
    crosswalkListProblems: build.query<ResponseOf<typeof c.listProblems>, ArgOf<typeof c.listProblems>>(
      reads('/attention', ['CrosswalkConnections', 'CrosswalkLinks', 'CrosswalkMappings']),
    ),
    crosswalkPreviewBatch: build.query<ResponseOf<typeof c.previewBatch>, ArgOf<typeof c.previewBatch>>(
      reads('/links/batch', ['CrosswalkLinks']),
    ),
    crosswalkDecideBatch: build.mutation<ResponseOf<typeof c.decideBatch>, ArgOf<typeof c.decideBatch>>(
      acts('/links/batch'),
    ),
    crosswalkListRestorePoints: build.query<ResponseOf<typeof c.listRestorePoints>, ArgOf<typeof c.listRestorePoints>>(
      reads('/restore-points', ['CrosswalkRestorePoints']),
    ),
    crosswalkCreateRestorePoint: build.mutation<
      ResponseOf<typeof c.createRestorePoint>,
      ArgOf<typeof c.createRestorePoint>
    >(writes('POST', '/restore-points', ['CrosswalkRestorePoints'])),
    crosswalkDeleteRestorePoint: build.mutation<
      ResponseOf<typeof c.deleteRestorePoint>,
      ArgOf<typeof c.deleteRestorePoint>
    >(writes('DELETE', '/restore-points/:id', ['CrosswalkRestorePoints'])),
    crosswalkCompareRestorePoint: build.query<
      ResponseOf<typeof c.compareRestorePoint>,
      ArgOf<typeof c.compareRestorePoint>
    >(reads('/restore-points/:id/differences', ['CrosswalkLinks'])),
    crosswalkRestoreLinks: build.mutation<ResponseOf<typeof c.restoreLinks>, ArgOf<typeof c.restoreLinks>>(
      acts('/restore-points/:id/restore'),
    ),
    crosswalkReviewSummary: build.query<ResponseOf<typeof c.reviewSummary>, ArgOf<typeof c.reviewSummary>>(
      reads('/review/summary', ['CrosswalkLinks']),
    ),
    crosswalkConfirmAll: build.mutation<ResponseOf<typeof c.confirmAll>, ArgOf<typeof c.confirmAll>>(
      acts('/review/confirm-all'),
    ),
    crosswalkListChargePeriods: build.query<ResponseOf<typeof c.listChargePeriods>, ArgOf<typeof c.listChargePeriods>>(
      reads('/connections/:id/charges/periods', ['CrosswalkRecords']),
    ),
    crosswalkListClientCharges: build.query<ResponseOf<typeof c.listClientCharges>, ArgOf<typeof c.listClientCharges>>(
      reads('/connections/:id/charges', ['CrosswalkRecords']),
    ),
    crosswalkListChargeLines: build.query<ResponseOf<typeof c.listChargeLines>, ArgOf<typeof c.listChargeLines>>(
      reads('/connections/:id/charges/lines', ['CrosswalkRecords']),
    ),
    crosswalkLinkCharges: build.query<ResponseOf<typeof c.linkCharges>, ArgOf<typeof c.linkCharges>>(
      reads('/links/:id/charges', ['CrosswalkRecords']),
    ),
    crosswalkListUnlinked: build.query<ResponseOf<typeof c.listUnlinked>, ArgOf<typeof c.listUnlinked>>(
      reads('/mappings/:id/unlinked', ['CrosswalkRecords']),
    ),
    crosswalkIgnoreRecords: build.mutation<ResponseOf<typeof c.ignoreRecords>, ArgOf<typeof c.ignoreRecords>>(
      acts('/mappings/:id/ignore'),
    ),
    crosswalkStopIgnoring: build.mutation<ResponseOf<typeof c.stopIgnoring>, ArgOf<typeof c.stopIgnoring>>(
      acts('/mappings/:id/stop-ignoring'),
    ),
    crosswalkListSuggestions: build.query<ResponseOf<typeof c.listSuggestions>, ArgOf<typeof c.listSuggestions>>(
      reads('/mappings/:id/suggestions', ['CrosswalkRecords']),
    ),
    crosswalkCreateForm: build.query<ResponseOf<typeof c.createForm>, ArgOf<typeof c.createForm>>(
      reads('/mappings/:id/create-form', ['CrosswalkRecords']),
    ),
    crosswalkCreateLocal: build.mutation<ResponseOf<typeof c.createLocal>, ArgOf<typeof c.createLocal>>(
      acts('/mappings/:id/create-local'),
    ),

    crosswalkPreviewWrites: build.query<ResponseOf<typeof c.previewWrites>, ArgOf<typeof c.previewWrites>>({
      query: (arg) => request('POST', '/mappings/:id/writes/preview', arg),
      providesTags: ['CrosswalkRecords', 'CrosswalkLinks'],
      // A preview is of a moment: nobody comes back to it.
      keepUnusedDataFor: 0,
    }),
    crosswalkWriteExternal: build.mutation<ResponseOf<typeof c.writeExternal>, ArgOf<typeof c.writeExternal>>(
      writes('POST', '/mappings/:id/writes/external', ['CrosswalkRuns', 'CrosswalkConnections']),
    ),
    crosswalkWriteLocal: build.mutation<ResponseOf<typeof c.writeLocal>, ArgOf<typeof c.writeLocal>>(
      writes('POST', '/mappings/:id/writes/local', ['CrosswalkRuns', 'CrosswalkConnections']),
    ),
    crosswalkListWrites: build.query<ResponseOf<typeof c.listWrites>, ArgOf<typeof c.listWrites>>(
      reads('/runs/:id/writes', ['CrosswalkRuns']),
    ),

    crosswalkListInvoiceSources: build.query<
      ResponseOf<typeof c.listInvoiceSources>,
      ArgOf<typeof c.listInvoiceSources>
    >(reads('/invoices/sources', ['CrosswalkInvoices'])),
    crosswalkListDrafts: build.query<ResponseOf<typeof c.listDrafts>, ArgOf<typeof c.listDrafts>>(
      reads('/invoices/drafts', ['CrosswalkInvoices']),
    ),
    crosswalkListInvoices: build.query<ResponseOf<typeof c.listInvoices>, ArgOf<typeof c.listInvoices>>(
      reads('/invoices', ['CrosswalkInvoices']),
    ),
    crosswalkGetInvoice: build.query<ResponseOf<typeof c.getInvoice>, ArgOf<typeof c.getInvoice>>(
      reads('/invoices/:id', ['CrosswalkInvoices']),
    ),
    crosswalkLinkImpact: build.query<ResponseOf<typeof c.linkImpact>, ArgOf<typeof c.linkImpact>>({
      query: (arg) => request('POST', '/invoices/impact', arg),
      providesTags: ['CrosswalkInvoices', 'CrosswalkLinks'],
    }),
    crosswalkAnswerPrice: build.mutation<ResponseOf<typeof c.answerPrice>, ArgOf<typeof c.answerPrice>>(
      writes('POST', '/invoices/prices', ['CrosswalkInvoices']),
    ),
    crosswalkPreflightInvoices: build.mutation<
      ResponseOf<typeof c.preflightInvoices>,
      ArgOf<typeof c.preflightInvoices>
    >(writes('POST', '/invoices/preflight', [])),
    crosswalkPreviewCreditNote: build.query<ResponseOf<typeof c.previewCreditNote>, ArgOf<typeof c.previewCreditNote>>({
      query: (arg) => request('POST', '/invoices/:id/credit-notes/preview', arg),
      providesTags: ['CrosswalkInvoices'],
    }),
    crosswalkCreateCreditNote: build.mutation<
      ResponseOf<typeof c.createCreditNote>,
      ArgOf<typeof c.createCreditNote> & { idempotencyKey: string }
    >(writes('POST', '/invoices/:id/credit-notes', ['CrosswalkInvoices', 'CrosswalkRuns', 'CrosswalkConnections'])),
    crosswalkGenerateInvoices: build.mutation<ResponseOf<typeof c.generateInvoices>, ArgOf<typeof c.generateInvoices>>(
      writes('POST', '/invoices/generate', ['CrosswalkInvoices', 'CrosswalkRuns', 'CrosswalkConnections']),
    ),
  }),
});

export const {
  useCrosswalkListConnectorsQuery,
  useCrosswalkListConnectionsQuery,
  useCrosswalkGetConnectionQuery,
  useCrosswalkCreateConnectionMutation,
  useCrosswalkUpdateConnectionMutation,
  useCrosswalkDeleteConnectionMutation,
  useCrosswalkAuthorizeConnectionMutation,
  useCrosswalkCompleteAuthorizationMutation,
  useCrosswalkDisconnectConnectionMutation,
  useCrosswalkUploadFileMutation,
  useCrosswalkSetFileColumnsMutation,
  useCrosswalkGetWebConnectorQuery,
  useCrosswalkSyncConnectionMutation,
  useCrosswalkMatchConnectionMutation,
  useCrosswalkCompleteStepMutation,
  useCrosswalkListRunsQuery,
  useCrosswalkGetRunQuery,
  useCrosswalkCancelRunMutation,
  useCrosswalkCarryOverMutation,
  useCrosswalkPreviewCarryOverMutation,
  useCrosswalkResumeRunMutation,
  useCrosswalkListContentTypesQuery,
  useCrosswalkListMappingsQuery,
  useCrosswalkCreateMappingMutation,
  useCrosswalkMappingThresholdQuery,
  useCrosswalkUpdateMappingMutation,
  useCrosswalkDeleteMappingMutation,
  useCrosswalkListLinksQuery,
  useLazyCrosswalkListLinksQuery,
  useCrosswalkGetLinkQuery,
  useCrosswalkListEntriesQuery,
  useCrosswalkGetEntryQuery,
  useCrosswalkListCoverageQuery,
  useCrosswalkMatchEntriesMutation,
  useCrosswalkListDecisionsQuery,
  useCrosswalkUndoDecisionMutation,
  useCrosswalkConfirmLinksMutation,
  useCrosswalkRejectLinksMutation,
  useCrosswalkKeepLinksMutation,
  useCrosswalkUnlinkLinksMutation,
  useCrosswalkMapRecordsMutation,
  useCrosswalkPreviewImportMutation,
  useCrosswalkImportLinksMutation,
  useCrosswalkListProblemsQuery,
  useCrosswalkPreviewBatchQuery,
  useCrosswalkDecideBatchMutation,
  useCrosswalkListRestorePointsQuery,
  useCrosswalkCreateRestorePointMutation,
  useCrosswalkDeleteRestorePointMutation,
  useCrosswalkCompareRestorePointQuery,
  useCrosswalkRestoreLinksMutation,
  useCrosswalkReviewSummaryQuery,
  useCrosswalkConfirmAllMutation,
  useCrosswalkListChargePeriodsQuery,
  useCrosswalkListClientChargesQuery,
  useCrosswalkListChargeLinesQuery,
  useCrosswalkLinkChargesQuery,
  useCrosswalkListUnlinkedQuery,
  useCrosswalkIgnoreRecordsMutation,
  useCrosswalkStopIgnoringMutation,
  useCrosswalkListSuggestionsQuery,
  useLazyCrosswalkListSuggestionsQuery,
  useCrosswalkCreateFormQuery,
  useCrosswalkCreateLocalMutation,
  useCrosswalkPreviewWritesQuery,
  useCrosswalkWriteExternalMutation,
  useCrosswalkWriteLocalMutation,
  useCrosswalkListWritesQuery,
  useCrosswalkListInvoiceSourcesQuery,
  useCrosswalkListDraftsQuery,
  useLazyCrosswalkListDraftsQuery,
  useCrosswalkListInvoicesQuery,
  useCrosswalkGetInvoiceQuery,
  useCrosswalkLinkImpactQuery,
  useCrosswalkAnswerPriceMutation,
  useCrosswalkPreflightInvoicesMutation,
  useCrosswalkPreviewCreditNoteQuery,
  useCrosswalkCreateCreditNoteMutation,
  useCrosswalkGenerateInvoicesMutation,
} = crosswalkApi;

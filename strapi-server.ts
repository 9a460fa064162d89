export { default } from './server/src';
export type {
  Connector,
  ConnectorContext,
  ExternalRecordInput,
  ListPage,
  RecordProblem,
} from './server/src/connectors/contract';
export type { ConnectorKit } from './server/src/connectors/kit';

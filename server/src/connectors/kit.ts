import { z } from 'zod';
import { ConnectorError } from './errors';
import { HttpClient } from './http';

/**
 * What connectors of third parties are written with, handed out at run time: an error that comes from another copy of
 * the class would not be known as one.
 */
export const kit = { ConnectorError, HttpClient, z };
export type ConnectorKit = typeof kit;

import { useFetchClient } from '@strapi/strapi/admin';
import { useEffect, useState } from 'react';

export interface RelationOption {
  documentId: string;
  label: string;
}

const LABELS = ['name', 'title', 'label', 'displayName', 'companyName', 'number', 'email'];

/** Entries of a content type for a relation's input, found by the Content Manager with the reader's own rights. */
export function useRelationOptions(target: string | undefined, search: string) {
  const { get } = useFetchClient();
  const [options, setOptions] = useState<RelationOption[]>([]);
  const [state, setState] = useState<'loading' | 'ready' | 'failed'>('loading');
  useEffect(() => {
    if (!target) return undefined;
    const aborter = new AbortController();
    setState('loading');
    get<{ results?: unknown[] }>(`/content-manager/collection-types/${target}`, {
      params: { page: 1, pageSize: 20, ...(search ? { _q: search } : {}) },
      signal: aborter.signal,
    })
      .then(({ data }) => {
        setOptions((data.results ?? []).flatMap(optionOf));
        setState('ready');
      })
      .catch(() => {
        if (!aborter.signal.aborted) setState('failed');
      });
    return () => aborter.abort();
  }, [get, target, search]);
  return { options, state };
}

function optionOf(entry: unknown): RelationOption[] {
  if (typeof entry !== 'object' || entry === null) return [];
  const values = entry as Record<string, unknown>;
  const { documentId } = values;
  if (typeof documentId !== 'string') return [];
  const named = LABELS.map((key) => values[key]).find((value) => typeof value === 'string' && value !== '');
  return [{ documentId, label: typeof named === 'string' ? named : documentId }];
}

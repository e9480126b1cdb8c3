// The table's lines, fetched in windows as they come into sight. Lines of the last answer stay in view while new ones
// are on their way, so that nothing flashes.

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { RecordFilter, RecordLine, RecordWindow } from '../../worker/protocol';
import { attempt, workers } from '../project';

const WINDOW = 200;

interface Loaded {
  /** Project, revision and filter the lines belong to. */
  readonly key: string;
  readonly total: number;
  readonly counts: RecordWindow['counts'] | null;
  readonly windows: ReadonlyMap<number, readonly RecordLine[]>;
}

const nothing: Loaded = { key: '', total: 0, counts: null, windows: new Map() };

export interface RecordWindows {
  readonly total: number;
  readonly counts: RecordWindow['counts'] | null;
  readonly loading: boolean;
  /** The line at an index of the filtered list, if it is here. */
  readonly lineAt: (index: number) => RecordLine | undefined;
  /** Fetches what is missing of the indices [from, to]. */
  readonly show: (from: number, to: number) => void;
}

/** @param extraKey changes when lines must be read again though no record changed (a check's findings). */
export function useRecordWindows(projectId: string, revision: number, filter: RecordFilter, extraKey: string): RecordWindows {
  const [loaded, setLoaded] = useState(nothing);
  const key = JSON.stringify([projectId, revision, filter, extraKey]);
  const asked = useRef(new Set<string>());
  /** Answers to questions that are no longer asked are dropped. */
  const currentKey = useRef(key);
  const inSight = useRef<readonly [number, number]>([0, WINDOW - 1]);

  const fetchWindow = useCallback(
    async (window: number) => {
      const name = `${key}#${window}`;
      if (asked.current.has(name)) return;
      asked.current.add(name);
      const answer = await attempt(async () =>
        (await workers()).data.call('records', { projectId, filter, from: window * WINDOW, count: WINDOW }),
      );
      if (!answer) return void asked.current.delete(name);
      if (currentKey.current !== key) return;
      setLoaded((before) => {
        const windows = new Map(before.key === key ? before.windows : []);
        windows.set(window, answer.lines);
        return { key, total: answer.total, counts: answer.counts, windows };
      });
    },
    [key, projectId, filter],
  );

  const show = useCallback(
    (from: number, to: number) => {
      inSight.current = [from, to];
      for (let window = Math.floor(from / WINDOW); window <= Math.floor(to / WINDOW); window++) void fetchWindow(window);
    },
    [fetchWindow],
  );

  useEffect(() => {
    currentKey.current = key;
    asked.current.clear();
    const [from, to] = inSight.current;
    show(from, to);
  }, [show, key]);

  return useMemo(
    () => ({
      total: loaded.total,
      counts: loaded.counts,
      loading: loaded.key !== key,
      lineAt: (index: number) => loaded.windows.get(Math.floor(index / WINDOW))?.[index % WINDOW],
      show,
    }),
    [loaded, key, show],
  );
}

/** Ids of all lines that fit the filter. */
export async function allIds(projectId: string, filter: RecordFilter): Promise<readonly string[]> {
  const { data } = await workers();
  return data.call('recordIds', { projectId, filter });
}

/** Id of the line at an index of the filtered list; undefined outside. */
export async function idAt(projectId: string, filter: RecordFilter, index: number): Promise<string | undefined> {
  if (index < 0) return undefined;
  const { data } = await workers();
  return (await data.call('records', { projectId, filter, from: index, count: 1 })).lines[0]?.id;
}

// What the Data screen shows: filter, chosen rows, the open record. Lives outside React, so that it is as it was when a
// person comes back to the step.

import { create } from 'zustand';
import type { RecordFilter } from '../../worker/protocol';
import { useProject } from '../project';

export type DataTab = 'records' | 'tools' | 'sources';

/** The record in the inspector. `index` is its place in the filtered list. */
export interface OpenRecord {
  readonly id: string;
  readonly index: number;
}

export interface DataViewState {
  readonly tab: DataTab;
  readonly filter: RecordFilter;
  readonly chosen: ReadonlySet<string>;
  readonly open: OpenRecord | null;
  readonly adding: boolean;
}

const fresh: DataViewState = { tab: 'records', filter: {}, chosen: new Set(), open: null, adding: false };

export const useDataView = create<DataViewState>(() => fresh);

// Another project is another table.
useProject.subscribe((state, before) => {
  if (state.view?.id !== before.view?.id) useDataView.setState(fresh);
});

export function setFilter(filter: RecordFilter): void {
  useDataView.setState({ filter, open: null, chosen: new Set() });
}

/** Shows the records that contain the text; the palette's way in. */
export function searchRecords(text: string): void {
  setFilter(text === '' ? {} : { search: text });
  useDataView.setState({ tab: 'records' });
}

export function choose(id: string, chosen: boolean): void {
  useDataView.setState((state) => {
    const next = new Set(state.chosen);
    if (chosen) next.add(id);
    else next.delete(id);
    return { chosen: next };
  });
}

export function chooseOnly(ids: readonly string[]): void {
  useDataView.setState({ chosen: new Set(ids) });
}

// What is known of a model and of an adapter, wherever it is: stored, shown or exported.

import type { ExportCheck } from './exports';
import type { LoraSettings } from './recipe';

/** Where a stored model came from. */
export type ModelOrigin =
  /** `merged`: made here of a base and an adapter, so no hub has it, wherever the two came from. */
  | { readonly kind: 'folder' | 'zip' | 'merged' }
  | {
      readonly kind: 'hub';
      /** Address of the hub, as it was confirmed. */
      readonly address: string;
      /** `owner/model` at the hub. */
      readonly name: string;
      /** Branch, tag or commit that was asked for. */
      readonly revision: string;
      /** What the revision was then; files of one commit never change. */
      readonly commit: string;
    };

/** True for a model that was fetched by this name, at this revision or the commit it stands for. */
export function fromHub(origin: ModelOrigin | undefined, wanted: { readonly hub: string; readonly revision: string }): boolean {
  if (origin?.kind !== 'hub' || origin.name !== wanted.hub) return false;
  return origin.commit === wanted.revision || origin.revision === wanted.revision;
}

export interface ModelInfo {
  /** `starter` and `from-zero` are part of the page. */
  readonly id: string;
  readonly name: string;
  readonly architecture: string;
  readonly parameters: number;
  /** Of all its files; of the weights of a model that is part of the page. */
  readonly bytes: number;
  readonly vocabularySize: number;
  readonly hasChatTemplate: boolean;
  /** Absent for built-in models, and where it was not noted. */
  readonly origin?: ModelOrigin;
  /** Of a model that was merged here: its logits against those of base and adapter. */
  readonly mergeCheck?: ExportCheck;
}

/** An adapter beside the stored model it was trained on. */
export interface AdapterSummary {
  readonly id: string;
  readonly name: string;
  /** Id of the base model. */
  readonly baseId: string;
  readonly settings: LoraSettings;
  /** Of its one file. */
  readonly bytes: number;
  readonly origin: ModelOrigin;
  /** Milliseconds since 1970. */
  readonly addedAt: number;
}

/** Where a stored model came from. */
export type ModelOrigin =
  | { readonly kind: 'folder' | 'zip' }
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

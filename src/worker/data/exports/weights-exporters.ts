import type { WeightsKind } from '../../../core/exports';
import { adapterExporter } from './adapter-exporter';
import { mergedExporter } from './merged-exporter';
import type { WeightsExporter } from './weights-exporter';

/** How each kind of weights is written. */
export const weightsExporters: Readonly<Record<WeightsKind, WeightsExporter>> = {
  merged: mergedExporter,
  adapter: adapterExporter,
};

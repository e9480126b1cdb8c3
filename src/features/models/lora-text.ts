import type { LoraSettings } from '../../core/recipe';
import type { Dictionary } from '../../i18n';

/** What an adapter computes with, in one line. */
export function loraText({ r, lora_alpha, use_rslora, target_modules }: LoraSettings, t: Dictionary): string {
  return t.models.lora(String(r), String(lora_alpha), use_rslora, target_modules);
}

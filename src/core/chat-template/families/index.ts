// The families of chat templates whose training text and mask are known. How to add one: README.md.

import type { Tokenizer } from '../../tokenizer';
import type { ChatTemplate, TemplateFamily } from './family';
import { functionCall } from './function-call';
import { qwen2 } from './qwen2';
import { qwen25 } from './qwen2-5';
import { qwen3 } from './qwen3';
import { qwen3Instruct } from './qwen3-instruct';

/** Most specific first: the first family that recognises a template gets it. */
const families: readonly TemplateFamily[] = [qwen3, qwen3Instruct, qwen25, qwen2, functionCall];

const known = new WeakMap<ChatTemplate, TemplateFamily | null>();

/** Returns the family of a tokenizer's chat template; null for a template of an unknown family, and without a template. */
export function familyOf(tokenizer: Pick<Tokenizer, 'chatTemplate'>): TemplateFamily | null {
  const template = tokenizer.chatTemplate;
  if (!template) return null;
  const cached = known.get(template);
  if (cached !== undefined) return cached;
  const family = families.find((entry) => recognises(entry, template)) ?? null;
  known.set(template, family);
  return family;
}

function recognises(family: TemplateFamily, template: ChatTemplate): boolean {
  try {
    return family.recognises(template);
  } catch {
    // A template that cannot render the probe belongs to another family.
    return false;
  }
}

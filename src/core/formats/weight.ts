// The weight of a message in the loss: a number for all of it, or a list of weights for parts of its content.

import { arrayNode, type JsonNode, type JsonObject, member } from '../json';
import type { Message, WeightSpan } from '../record';
import type { Field } from './layout';
import { reject, typeName } from './rejection';

type Weight = NonNullable<Message['weight']>;

/** @param turn number of the message from 1, for the reason of a rejection */
export function readWeight(node: JsonObject, turn: number): Weight | undefined {
  const source = member(node, 'weight');
  if (source === undefined || source.kind === 'null') return undefined;
  return (
    weightOf(source) ??
    reject(
      'weight',
      `"weight" of message ${turn} is ${source.kind === 'number' ? source.text : typeName(source)}, not a weight.`,
      'Write a number from 0 (not trained) up, or a list such as [{"start": 0, "end": 5, "weight": 0}] for characters of the content.',
      { turn },
    )
  );
}

export function weightField(weight: Message['weight']): Field {
  return {
    key: 'weight',
    node: weight === undefined ? undefined : weightNode(weight),
    normalize: (source) => {
      const read = source && weightOf(source);
      return read === undefined ? undefined : weightNode(read);
    },
  };
}

/** Returns undefined for anything but a weight or a list of weights. Some tools write true and false for 1 and 0. */
function weightOf(node: JsonNode): Weight | undefined {
  if (node.kind === 'boolean') return Number(node.value);
  if (node.kind === 'number') return atLeastZero(node);
  if (node.kind !== 'array') return undefined;
  const spans = node.items.map(spanOf);
  return spans.every((span) => span !== undefined) ? spans : undefined;
}

function spanOf(node: JsonNode): WeightSpan | undefined {
  if (node.kind !== 'object') return undefined;
  const [start, end, weight] = ['start', 'end', 'weight'].map((key) => atLeastZero(member(node, key)));
  if (start === undefined || end === undefined || weight === undefined) return undefined;
  return Number.isInteger(start) && Number.isInteger(end) && start <= end ? { start, end, weight } : undefined;
}

function atLeastZero(node: JsonNode | undefined): number | undefined {
  const number = node?.kind === 'number' ? Number(node.text) : Number.NaN;
  // Adding 0 turns -0 into 0.
  return Number.isFinite(number) && number >= 0 ? number + 0 : undefined;
}

function weightNode(weight: Weight): JsonNode {
  if (typeof weight === 'number') return numberNode(weight);
  return arrayNode(
    weight.map((span) => ({
      kind: 'object',
      members: (['start', 'end', 'weight'] as const).map((key) => ({ key, value: numberNode(span[key]) })),
    })),
  );
}

function numberNode(value: number): JsonNode {
  return { kind: 'number', text: String(value) };
}

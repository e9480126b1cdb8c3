// What tables show of a record.

import { lastMembers, tryParseJson, writePython } from '../json';
import type { Call, DataRecord } from '../record';

/** Returns the last text of a user, which the last answers serve; empty when there is none. */
export function requestOf(record: Pick<DataRecord, 'messages'>): string {
  return record.messages.findLast((message) => message.role === 'user')?.content ?? '';
}

/** Writes a call as `get_weather(city="北京")`. Arguments that are not an object are shown as they are. */
export function callLabel(call: Call): string {
  const node = tryParseJson(call.argumentsText);
  if (node?.kind !== 'object') return `${call.name}(${call.argumentsText})`;
  const parts = [...lastMembers(node)].map(([key, value]) => `${key}=${writePython(value)}`);
  return `${call.name}(${parts.join(', ')})`;
}

// What tables show of a record.

import { lastMembers, tryParseJson, writePython } from '../json';
import type { Call, DataRecord } from '../record';

/** The last text of a user, the request that the last answers serve; empty when there is none. */
export function requestOf(record: Pick<DataRecord, 'messages'>): string {
  return record.messages.findLast((message) => message.role === 'user')?.content ?? '';
}

/** `get_weather(city="北京")`. Arguments that are no object stand as they are. */
export function callLabel(call: Call): string {
  const node = tryParseJson(call.argumentsText);
  if (node?.kind !== 'object') return `${call.name}(${call.argumentsText})`;
  const parts = [...lastMembers(node)].map(([key, value]) => `${key}=${writePython(value)}`);
  return `${call.name}(${parts.join(', ')})`;
}

// The sample's conversations, one function for each kind. A pattern is filled with values; calls and results follow from
// them.

import type { Random } from '../random';
import type { Message } from '../record';
import { callOf, type SampleTool, type Slot } from './sample-tools';
import type { SlotName, Values } from './values';

const systemText = '你是一个可以调用工具的智能助手';

/** A request with the slots that tools are called with, in order. */
interface FilledRequest {
  readonly text: string;
  readonly slots: readonly Slot[];
  readonly cityOf: Values['cityOf'];
}

const toolOfSlot: Readonly<Partial<Record<string, SampleTool>>> = { city: 'get_weather', place: 'map_lookup', query: 'search' };
const slotOfTool: Readonly<Record<SampleTool, SlotName>> = { get_weather: 'city', map_lookup: 'place', search: 'query' };
const skies = ['晴', '多云', '小雨', '阴'];

/**
 * Fills `{city}`, `{place}`, … with values. `{same}` gets a value for the tool that `earlier` called first. No value
 * occurs twice, and none of `earlier` again.
 */
export function fill(pattern: string, values: Values, earlier: readonly Slot[] = []): FilledRequest {
  const slots: Slot[] = [];
  const same = earlier[0]?.tool;
  const text = pattern.replace(/\{(\w+)\}/g, (_, written: string) => {
    const name = written === 'same' && same ? slotOfTool[same] : written;
    if (!isSlotName(name, values.next)) throw new RangeError(`The pattern has an unknown slot {${written}}.`);
    const tool = toolOfSlot[name];
    const value = newValue(values.next[name], [...earlier, ...slots]);
    if (tool) slots.push({ tool, value });
    return value;
  });
  return { text, slots, cityOf: values.cityOf };
}

/** One answer that calls the tool of every slot. With `ending`, the results and a closing sentence follow. */
export function oneAnswer(random: Random, request: FilledRequest, ending: boolean): Message[] {
  const start = [...opening(request.text), callMessage(request.slots)];
  if (!ending) return start;
  const results = request.slots.map((slot) => resultOf(random, slot, request.cityOf));
  return [...start, ...results.map(({ message }) => message), textMessage(results.map(({ sentence }) => sentence).join(''))];
}

/** Two answers with one call each: the second waits for the result of the first. */
export function twoAnswers(random: Random, request: FilledRequest, ending: boolean): Message[] {
  const [first, second] = request.slots;
  if (!first) throw new RangeError('A chain needs a slot.');
  const next: Slot = second ?? { tool: 'get_weather', value: request.cityOf(first.value) };
  const firstResult = resultOf(random, first, request.cityOf).message;
  const start = [...opening(request.text), callMessage([first]), firstResult, callMessage([next])];
  if (!ending) return start;
  const { message, sentence } = resultOf(random, next, request.cityOf);
  return [...start, message, textMessage(sentence)];
}

/** A request with a closing sentence, and a second request that is answered by calls. */
export function followUp(random: Random, request: FilledRequest, second: FilledRequest): Message[] {
  return [...oneAnswer(random, request, true), { role: 'user', content: second.text }, callMessage(second.slots)];
}

export function plainAnswer(request: FilledRequest, answer: string): Message[] {
  return [...opening(request.text), textMessage(answer)];
}

function opening(text: string): Message[] {
  return [
    { role: 'system', content: systemText },
    { role: 'user', content: text },
  ];
}

function callMessage(slots: readonly Slot[]): Message {
  return { role: 'assistant', calls: slots.map(callOf) };
}

function textMessage(content: string): Message {
  return { role: 'assistant', content };
}

/** A tool's result, and the sentence that reports it to the person. */
function resultOf(random: Random, slot: Slot, cityOf: Values['cityOf']): { readonly message: Message; readonly sentence: string } {
  if (slot.tool === 'map_lookup') {
    return { message: toolMessage(`{"city": ${JSON.stringify(cityOf(slot.value))}}`), sentence: '已在地图上标出。' };
  }
  if (slot.tool === 'search') {
    const count = 2 + random.below(8);
    return { message: toolMessage(`{"results": ${count}}`), sentence: `找到${count}条结果。` };
  }
  const sky = skies[random.below(skies.length)] ?? '晴';
  return { message: toolMessage(`{"weather": "${sky}"}`), sentence: `当地${sky}。` };
}

function toolMessage(content: string): Message {
  return { role: 'tool', content };
}

function newValue(next: () => string, slots: readonly Slot[]): string {
  let value = next();
  while (slots.some((slot) => slot.value === value)) value = next();
  return value;
}

function isSlotName(name: string, next: Values['next']): name is SlotName {
  return Object.hasOwn(next, name);
}

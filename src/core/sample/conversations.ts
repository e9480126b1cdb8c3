// One conversation of the sample per kind: a pattern is filled with values, calls and results follow from them.

import type { Random } from '../random';
import type { Message } from '../record';
import { callOf, type SampleTool, type Slot } from './sample-tools';
import type { SlotName, Values } from './values';

export const systemText = '你是一个可以调用工具的智能助手';

/** A request text with its slots that tools take, in order. */
interface Filled {
  readonly text: string;
  readonly slots: readonly Slot[];
  readonly cityOf: Values['cityOf'];
}

const toolOfSlot: Readonly<Partial<Record<string, SampleTool>>> = { city: 'get_weather', place: 'map_lookup', query: 'search' };
const slotOfTool: Readonly<Record<SampleTool, SlotName>> = { get_weather: 'city', map_lookup: 'place', search: 'query' };
const skies = ['晴', '多云', '小雨', '阴'];

/** Fills `{city}`, `{place}`, …; `{same}` takes a value for the tool of the `earlier` call. No value comes twice, nor one of `earlier`. */
export function fill(pattern: string, values: Values, earlier: readonly Slot[] = []): Filled {
  const slots: Slot[] = [];
  const same = earlier[0]?.tool;
  const text = pattern.replace(/\{(\w+)\}/g, (_, written: string) => {
    const name = written === 'same' && same ? slotOfTool[same] : written;
    if (!isSlotName(name, values.deal)) throw new RangeError(`unknown slot {${written}}`);
    const tool = toolOfSlot[name];
    const value = dealNew(values.deal[name], [...earlier, ...slots]);
    if (tool) slots.push({ tool, value });
    return value;
  });
  return { text, slots, cityOf: values.cityOf };
}

/** One answer that calls every slot's tool; with `ending`, the results and a closing sentence follow. */
export function oneAnswer(random: Random, request: Filled, ending: boolean): Message[] {
  const start = [...opening(request.text), calling(request.slots)];
  if (!ending) return start;
  const results = request.slots.map((slot) => answerOf(random, slot, request.cityOf));
  return [...start, ...results.map((result) => result.message), speaking(results.map((result) => result.sentence).join(''))];
}

/** Two answers with one call each: the second waits for the result of the first. */
export function twoAnswers(random: Random, request: Filled, ending: boolean): Message[] {
  const [first, second] = request.slots;
  if (!first) throw new RangeError('a chain needs a slot');
  const next: Slot = second ?? { tool: 'get_weather', value: request.cityOf(first.value) };
  const start = [...opening(request.text), calling([first]), answerOf(random, first, request.cityOf).message, calling([next])];
  if (!ending) return start;
  const result = answerOf(random, next, request.cityOf);
  return [...start, result.message, speaking(result.sentence)];
}

/** A request, its result in words, and a second request. */
export function followUp(random: Random, request: Filled, second: Filled): Message[] {
  return [...oneAnswer(random, request, true), { role: 'user', content: second.text }, calling(second.slots)];
}

export function plainAnswer(request: Filled, answer: string): Message[] {
  return [...opening(request.text), speaking(answer)];
}

function opening(text: string): Message[] {
  return [
    { role: 'system', content: systemText },
    { role: 'user', content: text },
  ];
}

function calling(slots: readonly Slot[]): Message {
  return { role: 'assistant', calls: slots.map(callOf) };
}

function speaking(content: string): Message {
  return { role: 'assistant', content };
}

/** What a tool answers, and the sentence that tells it to the person. */
function answerOf(random: Random, slot: Slot, cityOf: Values['cityOf']): { readonly message: Message; readonly sentence: string } {
  if (slot.tool === 'map_lookup') {
    return { message: result(`{"city": ${JSON.stringify(cityOf(slot.value))}}`), sentence: '已在地图上标出。' };
  }
  if (slot.tool === 'search') {
    const count = 2 + random.below(8);
    return { message: result(`{"results": ${count}}`), sentence: `找到${count}条结果。` };
  }
  const sky = skies[random.below(skies.length)] ?? '晴';
  return { message: result(`{"weather": "${sky}"}`), sentence: `当地${sky}。` };
}

function result(content: string): Message {
  return { role: 'tool', content };
}

function dealNew(deal: () => string, slots: readonly Slot[]): string {
  let value = deal();
  while (slots.some((slot) => slot.value === value)) value = deal();
  return value;
}

function isSlotName(name: string, deal: Values['deal']): name is SlotName {
  return Object.hasOwn(deal, name);
}

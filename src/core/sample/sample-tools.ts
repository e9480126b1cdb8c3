// The three tools of the Chinese sample, as a model's tool list would declare them.

import type { Call, ToolSpec } from '../record';

export type SampleTool = 'get_weather' | 'map_lookup' | 'search';

/** A tool and the one value it is called with. */
export interface Slot {
  readonly tool: SampleTool;
  readonly value: string;
}

const argumentNames: Readonly<Record<SampleTool, string>> = { get_weather: 'city', map_lookup: 'place', search: 'query' };

export const sampleTools: readonly ToolSpec[] = [
  declare('get_weather', '查询一个城市当前的天气', '城市名称，例如：北京'),
  declare('map_lookup', '在地图上查找一个地点的位置', '地点名称，例如：外滩'),
  declare('search', '在互联网上搜索资料', '搜索的关键词，例如：咖啡做法'),
];

/** Returns the call for a slot. The arguments have Python's spacing, as in the function_call format. */
export function callOf(slot: Slot): Call {
  const argumentsText = `{"${argumentNames[slot.tool]}": ${JSON.stringify(slot.value)}}`;
  return { name: slot.tool, argumentsText, encoding: 'object' };
}

function declare(tool: SampleTool, description: string, argumentDescription: string): ToolSpec {
  const name = argumentNames[tool];
  const property = `{"type": "string", "description": ${JSON.stringify(argumentDescription)}, "minLength": 1}`;
  return {
    name: tool,
    description,
    parametersText: `{"type": "object", "properties": {"${name}": ${property}}, "required": ["${name}"], "additionalProperties": false}`,
  };
}

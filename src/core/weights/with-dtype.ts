import { member, parseJson, stringNode, textOf, writePython } from '../json';
import type { ElementType } from './safetensors-header';

/** As transformers names element types. */
const NAMES = { F32: 'float32', F16: 'float16', BF16: 'bfloat16' } as const;
/** Before transformers 4.56 the field had a longer name. */
const FIELDS = ['dtype', 'torch_dtype'];

/** A config.json that says what its weights are stored as; as it was where it says so already. */
export function withDtype(configText: string, type: ElementType): string {
  const config = parseJson(configText);
  if (config.kind !== 'object') return configText;
  const fields = FIELDS.filter((field) => member(config, field) !== undefined);
  if (fields.length > 0 && fields.every((field) => textOf(member(config, field)) === NAMES[type])) return configText;
  const others = config.members.filter(({ key }) => !FIELDS.includes(key));
  const said = (fields.length > 0 ? fields : ['dtype']).map((key) => ({ key, value: stringNode(NAMES[type]) }));
  return `${writePython({ ...config, members: [...others, ...said] })}\n`;
}

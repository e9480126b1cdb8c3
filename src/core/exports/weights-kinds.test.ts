import { describe, expect, it } from 'vitest';
import { elementTypes, exportDtypes, weightsKind, weightsKinds, writtenType } from '.';

describe('every kind of weights', () => {
  it('names an archive of its own for each element type', () => {
    const names = weightsKinds.flatMap(({ elementTypes: types, archiveName }) => types.map((type) => archiveName('amber-fox', type)));
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^amber-fox/);
  });

  it.each(weightsKinds)('$id is written in every element type a recipe may ask for, or in its own', (kind) => {
    for (const dtype of exportDtypes) expect(kind.elementTypes).toContain(writtenType(kind, elementTypes[dtype]));
  });
});

it('keeps the names of exported archives', () => {
  expect(weightsKind('merged').archiveName('amber-fox', 'F32')).toBe('amber-fox');
  expect(weightsKind('merged').archiveName('amber-fox', 'BF16')).toBe('amber-fox-bf16');
  expect(weightsKind('adapter').archiveName('amber-fox', 'F32')).toBe('amber-fox-adapter');
});

it('estimates sizes from the parameters, or from the adapter', () => {
  expect(weightsKind('merged').bytes({ parameters: 10, adapterBytes: 3 }, 'F16')).toBe(20);
  expect(weightsKind('merged').bytes({ parameters: null }, 'F16')).toBeNull();
  expect(weightsKind('adapter').bytes({ parameters: 10, adapterBytes: 3 }, 'F32')).toBe(3);
});

it('loads a whole model with transformers and an adapter with PEFT', () => {
  expect(weightsKind('merged').loadLines('amber-fox')).toContain('model = AutoModelForCausalLM.from_pretrained("amber-fox")');
  expect(weightsKind('adapter').loadLines('amber-fox').join('\n')).toContain('AutoPeftModelForCausalLM.from_pretrained("amber-fox")');
});

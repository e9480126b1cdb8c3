import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GROUP_ROW, hasWeightDecay, updateGroups } from './update-groups';

describe('weight decay', () => {
  it('excludes norms and biases, as the Trainer does', () => {
    const without = ['model.norm.weight', 'model.layers.0.input_layernorm.weight', 'model.layers.0.self_attn.q_norm.weight', 'a.bias'];
    const decayed = ['model.embed_tokens.weight', 'lm_head.weight', 'model.layers.0.mlp.up_proj.weight'];
    expect(without.map(hasWeightDecay)).toEqual([false, false, false, false]);
    expect(decayed.map(hasWeightDecay)).toEqual([true, true, true]);
  });
});

describe('update groups', () => {
  const names = (groups: ReturnType<typeof updateGroups>) => groups.map(({ tensors }) => tensors.map(({ name }) => name));

  it('join small tensors with the same decay without gaps, padded to whole rows', () => {
    const groups = updateGroups([
      ['a.weight', [3, 5]],
      ['a_norm.weight', [7]],
      ['b.weight#0', [2, 2]],
      ['large.weight', [1024, 1024]],
      ['b_norm.weight', [300]],
      ['c.weight', [4]],
    ]);
    expect(names(groups)).toEqual([['a.weight', 'b.weight#0', 'c.weight'], ['a_norm.weight', 'b_norm.weight'], ['large.weight']]);
    expect(groups.map(({ decays, size }) => [decays, size])).toEqual([
      [true, GROUP_ROW],
      [false, 2 * GROUP_ROW],
      [true, 2 ** 20],
    ]);
    expect(groups[0]?.tensors.map(({ from }) => from)).toEqual([0, 15, 19]);
  });

  it('respect a size limit, and a single tensor keeps its size', () => {
    const groups = updateGroups(Array.from({ length: 9 }, (_, index) => [`${index}.weight`, [2 ** 9, 2 ** 9]]));
    expect(groups.map(({ tensors, size }) => [tensors.length, size])).toEqual([
      [4, 2 ** 20],
      [4, 2 ** 20],
      [1, 2 ** 18],
    ]);
    expect(updateGroups([['alone.weight', [3]]])[0]).toMatchObject({ size: 3 });
  });

  it('hold every tensor once, in order', () => {
    const sizes = fc.array(
      fc.record({ rows: fc.integer({ min: 1, max: 900 }), columns: fc.integer({ min: 1, max: 900 }), norm: fc.boolean() }),
    );
    fc.assert(
      fc.property(sizes, (all) => {
        const shapes = all.map(({ rows, columns, norm }, index): [string, number[]] => [
          `${index}${norm ? '_norm' : ''}.weight`,
          [rows, columns],
        ]);
        const groups = updateGroups(shapes);
        expect(groups.flatMap(({ tensors }) => tensors.map(({ name }) => name)).sort()).toEqual(shapes.map(([name]) => name).sort());
        for (const { tensors, size, decays } of groups) {
          let end = 0;
          for (const { name, shape, from } of tensors) {
            expect(from).toBe(end);
            expect(hasWeightDecay(name)).toBe(decays);
            end += (shape[0] ?? 0) * (shape[1] ?? 0);
          }
          expect(size - end).toBeGreaterThanOrEqual(0);
          expect(size - end).toBeLessThan(GROUP_ROW);
        }
      }),
    );
  });
});

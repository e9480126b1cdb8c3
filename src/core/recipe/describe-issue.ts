// What zod found wrong with a field, in words.

import type * as z from 'zod/mini';

type Issue = z.core.$ZodIssue;

const typeWords: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list, e.g. [a, b]',
  object: 'a section with fields',
};

/** The end of a sentence that begins with the field's name: `must be a whole number`. */
export function describeIssue(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${typeWords[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.map(String).join(issue.values.length > 2 ? ', ' : ' or ')}`;
    case 'too_small':
      if (issue.origin === 'string' || issue.origin === 'array') return 'must not be empty';
      return `must be ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}`;
    case 'too_big':
      return `must be ${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}`;
    case 'invalid_union':
      if (issue.path.includes('gradient_checkpointing')) return 'must be true, false or auto';
      return 'must be { source: starter }, { source: from-zero }, { folder: path } or { hub: name, revision: name }, and may name an adapter: path';
    case 'custom':
      return issue.message;
    default:
      return 'cannot be read';
  }
}

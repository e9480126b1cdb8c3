// Finds records that train nothing, or less than they should because they are too long.

import { AppError } from '../failure';
import { type Check, type ExampleLengths, type Found, found, perRecord } from './check';

function perExample(find: (lengths: ExampleLengths, maxLength: number) => Iterable<Found>): Check['run'] {
  return perRecord(function* examples(record, context) {
    const lengths = context.lengthsOf(record);
    if (!(lengths instanceof AppError)) yield* find(lengths, context.maxLength);
  });
}

export const renders: Check = {
  id: 'renders',
  severity: 'error',
  codes: ['cannot_render'],
  run: perRecord(function* find(record, context) {
    const lengths = context.lengthsOf(record);
    if (!(lengths instanceof AppError)) return;
    const { message, remedy = 'Change the row, or choose another format.' } = lengths.failure;
    yield found('cannot_render', `The row cannot be written as a prompt: ${message}`, remedy, { reason: message });
  }),
};

export const trains: Check = {
  id: 'trains',
  severity: 'error',
  codes: ['trains_nothing', 'cut_everything'],
  run: perExample(function* find({ length, trained, trainedWithin }, maxLength) {
    if (trained === 0) {
      const remedy = 'Add an answer, or give an assistant turn a weight above 0.';
      yield found('trains_nothing', 'No token of this row is trained.', remedy);
    } else if (trainedWithin === 0) {
      const message = `The row has ${length} tokens; all ${trained} trained ones are after the cut at ${maxLength}.`;
      yield found('cut_everything', message, 'Raise max length, or shorten the row.', { length, trained, maxLength });
    }
  }),
};

export const tooLong: Check = {
  id: 'too_long',
  severity: 'warning',
  codes: ['cut_trained', 'cut_untrained'],
  run: perExample(function* find({ length, trained, trainedWithin }, maxLength) {
    if (length <= maxLength || trained === 0 || trainedWithin === 0) return;
    const lost = trained - trainedWithin;
    const remedy = 'Raise max length, or shorten the row.';
    if (lost > 0) {
      const message = `The row has ${length} tokens; ${lost} of ${trained} trained ones are cut off at ${maxLength}.`;
      yield found('cut_trained', message, remedy, { length, lost, trained, maxLength });
    } else {
      const message = `The row has ${length} tokens and is cut at ${maxLength}; no trained token is lost.`;
      yield found('cut_untrained', message, remedy, { length, maxLength });
    }
  }),
};

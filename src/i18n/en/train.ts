// Words of the train screen.

export const train = {};

// Words of the evaluate screen.

export const evaluate = {};

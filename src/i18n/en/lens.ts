// Words of the lens area.

export const lens = {};

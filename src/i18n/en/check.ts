// Words of the check area.

export const check = {};

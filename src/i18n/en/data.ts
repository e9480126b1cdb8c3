// Words of the data area.

export const data = {};

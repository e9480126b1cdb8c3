// Words of the notices area.

export const notices = {};

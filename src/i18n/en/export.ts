// Words of the export screen.

export const exporting = {};

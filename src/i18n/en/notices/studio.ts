// The page, its files and what the browser stores.

import { shell } from '../shell';
import { titled } from './titled';

export const studio = {
  project_in_use: { title: 'Open in another tab', message: shell.inUse, remedy: '' },
  asset_missing: titled('A file of the page is missing'),
  asset_differs: titled('A file of the page is of another version'),
  asset_unreachable: titled('The studio’s server does not answer'),
  quota: titled('No room left'),
  closed_database: titled('The database was closed'),
  file_in_use: titled('A file is in use'),
  no_file_system: titled('No private file system'),
  newer_database: titled('Stored by a newer version'),
  database_unavailable: titled('The database cannot be opened'),
  old_tab_open: titled('An older tab is open'),
};

// The page with a person in front of it.

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { applySettings } from '../features/settings';
import { App } from './App';

export function startStudioPage(root: HTMLElement): void {
  applySettings();
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}

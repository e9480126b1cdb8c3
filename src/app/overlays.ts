// Which of the shell's dialogs is open. One at a time.

import { create } from 'zustand';

export type Overlay = 'palette' | 'projects' | 'settings' | 'device' | 'keys';

export const useOverlay = create<{ readonly open: Overlay | null }>(() => ({ open: null }));

export function showOverlay(open: Overlay): void {
  useOverlay.setState({ open });
}

export function closeOverlay(): void {
  useOverlay.setState({ open: null });
}

import { useEffect, useSyncExternalStore } from 'react';
import { isTraining, type TrainingState, useProject } from '../features/project';
import { type Dictionary, useTranslation } from '../i18n';

function isHidden(): boolean {
  return document.visibilityState === 'hidden';
}

function onVisibility(changed: () => void): () => void {
  document.addEventListener('visibilitychange', changed);
  return () => document.removeEventListener('visibilitychange', changed);
}

/** What the training is doing, as a tab's few letters have room for it; null when there is none to follow. */
function trainingTitle(session: TrainingState | null, hidden: boolean, t: Dictionary, percent: (share: number) => string): string | null {
  if (!session) return null;
  if (isTraining(session)) {
    const share = session.steps > 0 ? Math.floor((100 * session.step) / session.steps) / 100 : 0;
    return `${percent(share)} · ${hidden ? t.shell.trainsInBackground : t.train.status[session.phase]}`;
  }
  // Who sees the page needs no news of it in the title.
  return hidden ? t.train.runs.states[session.run?.state ?? 'failed'] : null;
}

/** The tab's title: the place, or how far the training is, which goes on while the tab is hidden. */
export function PageTitle({ place }: { readonly place: string | null }) {
  const { t, format } = useTranslation();
  const hidden = useSyncExternalStore(onVisibility, isHidden);
  const training = useProject((state) => trainingTitle(state.training, hidden, t, format.percent));
  const title = [training ?? place, 'ToolTune'].filter(Boolean).join(' · ');
  useEffect(() => {
    document.title = title;
  }, [title]);
  return null;
}

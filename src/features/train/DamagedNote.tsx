import { useTranslation } from '../../i18n';
import { NoticeBox } from '../../ui';
import type { TrainingState } from '../project';

/** Which checkpoints could not be used when the run went on, and what that costs. */
export function DamagedNote({ damage }: { readonly damage: NonNullable<TrainingState['damage']> }) {
  const { t, format } = useTranslation();
  const words = t.train.status;
  const steps = damage.checkpoints.map(({ step }) => format.number(step)).join(', ');
  const what = words.damaged(steps, format.number(damage.resumedAt));
  return <NoticeBox live tone="warning" testId="damaged-note" what={what} remedy={words.damagedRemedy} />;
}

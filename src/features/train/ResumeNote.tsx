import type { Run } from '../../core/training';
import { useTranslation } from '../../i18n';
import { NoticeBox } from '../../ui';
import { sentenceOfEnd, useProject } from '../project';
import { deviceName } from './device-name';

/** Where a run that broke off would go on, and why it broke off. */
export function ResumeNote({ run }: { readonly run: Run }) {
  const { t, format } = useTranslation();
  const device = useProject((state) => state.device);
  const words = t.train.status;
  const ended = words.ended[run.state === 'done' ? 'running' : run.state];
  const why = sentenceOfEnd(t, run);
  const [checkpoint] = run.checkpoints;
  const other = run.device && device && run.device.backend !== device.backend;
  return (
    <NoticeBox
      tone={run.state === 'failed' ? 'bad' : run.state === 'interrupted' || why ? 'warning' : 'neutral'}
      testId="resume-note"
      what={ended(format.number(run.step), format.number(run.plan.steps))}
      where={why?.message}
      remedy={
        <>
          {why?.remedy ? `${why.remedy} ` : ''}
          {checkpoint === undefined ? words.resumesAtZero : words.resumes(format.number(checkpoint))}
          {other && run.device ? ` ${words.otherDevice(deviceName(run.device, t), deviceName(device, t))}` : ''}
        </>
      }
    />
  );
}

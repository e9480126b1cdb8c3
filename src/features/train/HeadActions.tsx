import type { TrainSettings } from '../../core/recipe';
import { useTranslation } from '../../i18n';
import { type Action, Button, useActions } from '../../ui';
import { pauseTraining } from '../project';
import type { MainAction } from './main-action';
import styles from './Train.module.css';

interface HeadActionsProps {
  readonly main: MainAction;
  readonly train: TrainSettings;
  /** A wrong setting, errors, no rows, or the worker is busy with something else. */
  readonly blocked: boolean;
  /** A wait in which nothing can be pressed. */
  readonly busy: boolean;
  readonly trainedBefore: boolean;
  readonly onStart: () => void;
  readonly onGoOn: () => void;
  readonly onCompare: () => void;
}

/** The buttons of the training, the primary one last, and the same for the palette and the Space key. */
export function HeadActions({ main, train, blocked, busy, trainedBefore, onStart, onGoOn, onCompare }: HeadActionsProps) {
  const { t, format } = useTranslation();
  const words = t.train;
  const epochs = format.number(train.num_train_epochs, 2);
  const start = train.max_steps > 0 ? words.startSteps(format.number(train.max_steps)) : words.start(epochs, train.num_train_epochs === 1);
  const pause = () => void pauseTraining('paused');
  const actions: Action[] = [
    {
      id: 'train.toggle',
      label: main === 'pause' ? words.pause : words.goOn,
      section: t.shell.commands.sections.train,
      disabled: !(main === 'pause' || (main === 'goOn' && !busy)),
      run: main === 'pause' ? pause : onGoOn,
    },
    {
      id: 'train.start',
      label: start,
      section: t.shell.commands.sections.train,
      disabled: main === 'pause' || main === 'stopping' || blocked || busy,
      run: onStart,
    },
  ];
  useActions(actions);

  const startButton = (primary: boolean) => (
    <Button kind={primary ? 'primary' : 'secondary'} disabled={blocked || busy} onClick={onStart} data-testid="train-start">
      {!primary && trainedBefore ? words.again : start}
    </Button>
  );
  return (
    <div className={styles.actions} data-screen-actions>
      {main === 'pause' || main === 'stopping' ? (
        <>
          <Button disabled={main === 'stopping'} onClick={() => void pauseTraining('stopped')} data-testid="train-stop">
            {words.stopSave}
          </Button>
          <Button
            kind="primary"
            className={styles.steady}
            disabled={main === 'stopping'}
            title={words.spaceHint}
            onClick={pause}
            data-testid="train-pause"
          >
            {main === 'stopping' ? words.stopping : words.pause}
          </Button>
        </>
      ) : null}
      {main === 'start' ? startButton(true) : null}
      {main === 'goOn' || main === 'compare' ? startButton(false) : null}
      {main === 'goOn' ? (
        <Button
          kind="primary"
          className={styles.steady}
          disabled={busy}
          title={words.spaceHint}
          onClick={onGoOn}
          data-testid="train-resume"
        >
          {words.goOn}
        </Button>
      ) : null}
      {main === 'compare' ? (
        <Button kind="primary" data-kind="primary" onClick={onCompare} data-testid="train-compare">
          {words.compare}
        </Button>
      ) : null}
    </div>
  );
}

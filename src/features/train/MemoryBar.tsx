import { MEMORY_PARTS, type MemoryPlan, type MemorySettings, type UndecidedRequest } from '../../core/memory';
import type { TrainSettings } from '../../core/recipe';
import { type Dictionary, useTranslation } from '../../i18n';
import { Button, NoticeBox } from '../../ui';
import { useProject } from '../project';
import { BYTES_PER_GB, useSettings } from '../settings';
import styles from './MemoryBar.module.css';
import { plannedMemory } from './planned-memory';

/** A proposal's settings that differ from those chosen. */
function changesOf(settings: MemorySettings, train: TrainSettings): Partial<MemorySettings> {
  const { gradient_checkpointing, ...rest } = settings;
  const changed = Object.fromEntries(Object.entries(rest).filter(([key, value]) => Reflect.get(train, key) !== value));
  // Left to the plan, recomputation is chosen by itself.
  const recomputes = train.gradient_checkpointing === false && gradient_checkpointing;
  return { ...changed, ...(recomputes ? { gradient_checkpointing } : {}) };
}

function wordsOf(changes: Partial<MemorySettings>, t: Dictionary): string {
  const { method, gradient_checkpointing: recomputes, ...numbers } = changes;
  const { settings } = t.train;
  return [
    ...(method ? [t.train.method[method]] : []),
    ...(recomputes ? [settings.gradient_checkpointing.label] : []),
    ...(numbers.max_length === undefined ? [] : [`${settings.max_length.label} ${numbers.max_length}`]),
    ...(numbers.per_device_train_batch_size === undefined
      ? []
      : [`${settings.per_device_train_batch_size.label} ${numbers.per_device_train_batch_size}`]),
    ...(numbers.gradient_accumulation_steps === undefined
      ? []
      : [`${settings.gradient_accumulation_steps.label} ${numbers.gradient_accumulation_steps}`]),
  ].join(t.train.memory.and);
}

function Bar({ plan, budget }: { readonly plan: MemoryPlan; readonly budget: number }) {
  const { t, format } = useTranslation();
  const words = t.train.memory;
  const parts = MEMORY_PARTS.filter((part) => plan.parts[part] > 0);
  const scale = Math.max(plan.total, budget);
  return (
    <>
      <div className={styles.bar} aria-hidden="true">
        {parts.map((part) => (
          <span key={part} data-part={part} style={{ inlineSize: `${(100 * plan.parts[part]) / scale}%` }} />
        ))}
        <i className={styles.budget} style={{ insetInlineStart: `${(100 * budget) / scale}%` }} />
      </div>
      <ul className={styles.parts} aria-label={words.label}>
        {parts.map((part) => (
          <li key={part} data-part={part}>
            {words.parts[part]} {format.bytes(plan.parts[part])}
          </li>
        ))}
      </ul>
    </>
  );
}

interface MemoryBarProps {
  readonly request: UndecidedRequest;
  readonly train: TrainSettings;
  readonly onApply: (changes: Partial<MemorySettings>) => void;
}

/** What a step will hold on the device, by part, against what the person said it may; and settings that fit. */
export function MemoryBar({ request, train, onApply }: MemoryBarProps) {
  const { t, format } = useTranslation();
  const words = t.train.memory;
  const budget = useSettings().memoryBudget * BYTES_PER_GB;
  const device = useProject((state) => state.device);
  const { plan, checkpointing, fits, proposal } = plannedMemory(request, train, device, budget);
  const changes = proposal ? changesOf(proposal.settings, train) : {};
  const [total, most] = [format.bytes(plan.total), format.bytes(budget)];
  return (
    <div className={styles.memory} data-testid="memory-plan" data-fits={fits}>
      <Bar plan={plan} budget={budget} />
      {fits ? (
        <p className={styles.sentence}>
          {words.fits(total, most)} {checkpointing ? words.recomputed : null}
        </p>
      ) : (
        <NoticeBox
          tone="warning"
          testId="memory-too-much"
          what={words.tooMuch(total, most)}
          remedy={proposal ? words.proposal(wordsOf(changes, t), format.bytes(proposal.plan.total)) : words.nothingFits}
          actions={
            proposal ? (
              <Button small onClick={() => onApply(changes)} data-testid="memory-apply">
                {words.apply}
              </Button>
            ) : undefined
          }
        />
      )}
    </div>
  );
}

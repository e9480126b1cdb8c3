import { Link } from 'wouter';
import { useTranslation } from '../../i18n';
import { NoticeBox } from '../../ui';
import type { ProjectView } from '../../worker/protocol';

/** Errors of a check that is not stale stop the training; without rows there is nothing to train. */
export function blockOf(view: ProjectView): 'errors' | 'rows' | null {
  if (view.train === 0) return 'rows';
  return view.latestCheck && !view.latestCheck.stale && view.latestCheck.errors > 0 ? 'errors' : null;
}

/** What blocks, and the way to where it can be settled. */
export function Blocks({ view }: { readonly view: ProjectView }) {
  const { t } = useTranslation();
  const words = t.train.blocks;
  const block = blockOf(view);
  if (block === null) return null;
  const errors = block === 'errors';
  return (
    <NoticeBox
      tone="bad"
      testId="train-blocked"
      what={errors ? words.errors(view.latestCheck?.errors ?? 0) : words.noRows}
      remedy={errors ? words.errorsText : words.noRowsText}
      actions={<Link href={errors ? '/check' : '/data'}>{errors ? words.openCheck : words.openData}</Link>}
    />
  );
}

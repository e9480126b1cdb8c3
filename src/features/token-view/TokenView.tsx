import { useMemo, useState } from 'react';
import { isBuiltIn } from '../../core/built-in-models';
import type { TokenViewData } from '../../core/mask';
import type { Message, ToolSpec } from '../../core/record';
import type { PromptFormat } from '../../core/tokenizer';
import { toolsFor } from '../../core/tools';
import { useTranslation } from '../../i18n';
import { Chip, NoticeBox, Select, Skeleton } from '../../ui';
import { FailureBox, useProject } from '../project';
import { modelIdOf } from './model';
import { TokenText } from './TokenText';
import styles from './TokenView.module.css';
import { bytesText, weightClass } from './tokens';
import { useTokenView } from './use-token-view';

interface TokenLensProps {
  readonly messages: readonly Message[];
  /** The record's own tools; the project's stand in when it has none. */
  readonly tools: readonly ToolSpec[];
  /** Shows the selectors of tokenizer and format. */
  readonly full?: boolean;
}

function Details({ view, index }: { readonly view: TokenViewData; readonly index: number | null }) {
  const { t, format } = useTranslation();
  if (index === null) return <p className={styles.details}>{t.lens.hint}</p>;
  return (
    <p className={styles.details} role="status" data-testid="lens-details">
      {t.lens.details({
        token: format.number(index + 1),
        id: String(view.ids[index] ?? 0),
        bytes: bytesText(view.tokens[index] ?? ''),
        from: format.number(view.starts[index] ?? 0),
        to: format.number(view.ends[index] ?? 0),
        weight: format.number(view.weights[index] ?? 0, 2),
      })}
    </p>
  );
}

function Legend({ view }: { readonly view: TokenViewData }) {
  const { t } = useTranslation();
  const classes = useMemo(() => new Set(Array.from(view.weights, weightClass)), [view]);
  return (
    <ul className={styles.legend}>
      <li>
        <span className={styles.none} aria-hidden />
        {t.lens.notTrained}
      </li>
      {classes.has('less') ? (
        <li>
          <span className={styles.less} aria-hidden />
          {t.lens.trainedLess}
        </li>
      ) : null}
      <li>
        <span className={styles.one} aria-hidden />
        {t.lens.trained}
      </li>
      {classes.has('more') ? (
        <li>
          <span className={styles.more} aria-hidden />
          {t.lens.trainedMore}
        </li>
      ) : null}
      <li>
        <span className={styles.special} aria-hidden>
          a
        </span>
        {t.lens.special}
      </li>
    </ul>
  );
}

/** Why no token counts: there is no answer, or it is cut off. */
function NothingTrained({ view }: { readonly view: TokenViewData }) {
  const { t, format } = useTranslation();
  if (!view.weights.some((weight) => weight !== 0)) return <NoticeBox tone="bad" what={t.lens.nothing} remedy={t.lens.nothingRemedy} />;
  const what = t.lens.allCut(format.number(view.ids.length), format.number(view.maxLength));
  return <NoticeBox tone="bad" what={what} remedy={t.lens.allCutRemedy} />;
}

/** One array for every render: the request below is asked again when its tools change. */
const NO_TOOLS: readonly ToolSpec[] = [];

/** The text as the model sees it, token by token, and which of them are trained. */
export function TokenView({ messages, tools, full = false }: TokenLensProps) {
  const { t, format } = useTranslation();
  const recipe = useProject((state) => state.view?.recipe);
  const projectTools = useProject((state) => state.view?.tools);
  const models = useProject((state) => state.models);
  const own = modelIdOf(recipe, models);
  const [chosenTokenizer, setTokenizer] = useState<string | null>(null);
  const [chosenFormat, setFormat] = useState<PromptFormat | null>(null);
  const [ids, setIds] = useState(false);
  const [current, setCurrent] = useState<number | null>(null);
  const tokenizerId = chosenTokenizer ?? own;
  const promptFormat = chosenFormat ?? recipe?.format ?? 'function_call';
  const maxLength = recipe?.train.max_length ?? 1024;
  const shownTools = toolsFor({ tools }, projectTools ?? NO_TOOLS);
  const request = useMemo(
    () => ({ messages, tools: shownTools, tokenizerId, format: promptFormat, maxLength }),
    [messages, shownTools, tokenizerId, promptFormat, maxLength],
  );
  const { view, failure, waiting } = useTokenView(request);
  const marked = view && current !== null && current < view.ids.length ? current : null;

  return (
    <section className={styles.lens} aria-label={t.lens.title} data-testid="lens">
      <div className={styles.head}>
        <h3>{t.lens.title}</h3>
        {view ? (
          <span className={styles.count} data-testid="lens-count">
            {t.lens.count(format.number(view.trained), format.number(view.ids.length))}
          </span>
        ) : null}
      </div>
      {full ? (
        <div className={styles.choices}>
          <Select
            label={t.lens.tokenizer}
            value={tokenizerId}
            options={[
              { value: own, label: isBuiltIn(own) ? t.models.builtIn[own].name : (models.find((model) => model.id === own)?.name ?? own) },
              { value: 'qwen2_5', label: 'Qwen2.5' },
              { value: 'qwen3', label: 'Qwen3' },
            ]}
            onChange={setTokenizer}
          />
          <Select<PromptFormat>
            label={t.lens.format}
            value={promptFormat}
            options={[
              { value: 'function_call', label: t.lens.formats.function_call },
              { value: 'template', label: t.lens.formats.template },
            ]}
            onChange={setFormat}
          />
        </div>
      ) : null}
      {waiting ? <Skeleton lines={4} /> : null}
      {failure ? <FailureBox failure={failure} /> : null}
      {view ? (
        <>
          {view.trained === 0 ? <NothingTrained view={view} /> : null}
          <TokenText view={view} ids={ids} current={marked} onCurrent={setCurrent} />
          <Details view={view} index={marked} />
          <div className={styles.foot}>
            <Legend view={view} />
            <Chip label={t.lens.ids} pressed={ids} onChange={setIds} />
          </div>
        </>
      ) : null}
    </section>
  );
}

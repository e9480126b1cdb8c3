import { X } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { PromptFormat } from '../../core/tokenizer';
import { useTranslation } from '../../i18n';
import { Button, Chip, IconButton, isComposing, Skeleton, TextArea } from '../../ui';
import type { Answer, RunSummary } from '../../worker/protocol';
import { isTraining, useProject } from '../project';
import { AnswerView } from './AnswerView';
import styles from './Panel.module.css';
import { askBoth, loadPrompts, type Prompts } from './playground';
import { type Asked, useEvaluateView } from './state';

function AnswerCard({
  name,
  answer,
  format,
  trained,
}: {
  readonly name: string;
  readonly answer: Answer;
  readonly format: PromptFormat;
  readonly trained: boolean;
}) {
  const { t, format: show } = useTranslation();
  return (
    <div className={styles.reply} data-testid={trained ? 'answer-trained' : 'answer-base'}>
      <div className={styles.role}>
        <span>{name}</span>
        <span>{t.evaluate.playground.measured(show.number(answer.seconds, 1), answer.tokens)}</span>
      </div>
      <AnswerView text={answer.text} format={format} />
    </div>
  );
}

function Question({ item, format }: { readonly item: Asked; readonly format: PromptFormat }) {
  const { t } = useTranslation();
  const words = t.evaluate.playground;
  return (
    <li className={styles.question}>
      <div className={styles.bubble}>{item.request}</div>
      {item.answers ? (
        <>
          <AnswerCard name={words.base} answer={item.answers.base} format={format} trained={false} />
          <AnswerCard name={words.trained} answer={item.answers.tuned} format={format} trained />
        </>
      ) : (
        <Skeleton lines={3} />
      )}
    </li>
  );
}

interface PlaygroundProps {
  readonly run: RunSummary;
  readonly format: PromptFormat;
  readonly fromZero: boolean;
  /** Closes the panel on narrow screens. */
  readonly onClose: (() => void) | null;
}

const NO_PROMPTS: Prompts = { system: '', examples: [] };

function usePrompts(): Prompts {
  const version = useProject((state) => `${state.view?.id} ${state.view?.revision}`);
  const [loaded, setLoaded] = useState<{ readonly version: string; readonly prompts: Prompts } | null>(null);
  useEffect(() => {
    let current = true;
    void loadPrompts().then((prompts) => current && setLoaded({ version, prompts }));
    return () => {
      current = false;
    };
  }, [version]);
  return loaded?.prompts ?? NO_PROMPTS;
}

/** One request, answered by the base and the trained model. */
export function Playground({ run, format, fromZero, onClose }: PlaygroundProps) {
  const { t } = useTranslation();
  const words = t.evaluate.playground;
  const { asked, request, system, asConfigured } = useEvaluateView();
  const training = useProject((state) => isTraining(state.training));
  const evaluating = useProject((state) => state.busy?.task === 'evaluate');
  const prompts = usePrompts();
  const list = useRef<HTMLOListElement>(null);
  const waiting = asked.some((item) => item.answers === null);
  const usedSystem = system ?? prompts.system;
  const ready = !waiting && !training && !evaluating;
  const count = asked.length + (waiting ? 0 : 1);

  useEffect(() => {
    if (count > 0) list.current?.lastElementChild?.scrollIntoView({ block: 'nearest' });
  }, [count]);

  const ask = (text: string) => {
    if (text.trim() !== '' && ready) void askBoth(run.id, text.trim(), usedSystem);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask(request);
  };
  return (
    <div className={styles.panel} data-testid="playground">
      <div className={styles.head}>
        <h2>{words.title}</h2>
        <span className={styles.soft}>{words.subtitle}</span>
        <span className={styles.spread} />
        {onClose ? (
          <IconButton small label={t.shell.close} onClick={onClose}>
            <X size={14} aria-hidden />
          </IconButton>
        ) : null}
      </div>
      <ol ref={list} className={styles.list} aria-live="polite">
        {asked.map((item) => (
          <Question key={item.id} item={item} format={format} />
        ))}
      </ol>
      {asked.length === 0 ? (
        <div className={styles.soft}>
          <p>{words.empty}</p>
          {fromZero ? <p>{words.demonstration}</p> : null}
        </div>
      ) : null}
      {asked.length === 0 && prompts.examples.length > 0 ? (
        <div className={styles.examples}>
          <h3>{words.examples}</h3>
          <div className={styles.chips}>
            {prompts.examples.map((example) => (
              <Chip key={example} label={example} pressed={false} disabled={!ready} onChange={() => ask(example)} />
            ))}
          </div>
        </div>
      ) : null}
      <span className={styles.push} />
      <form className={styles.form} onSubmit={submit}>
        <details>
          <summary className={styles.soft}>{words.system}</summary>
          <TextArea label={words.system} value={usedSystem} onChange={(text) => useEvaluateView.setState({ system: text })} />
        </details>
        <div className={styles.chips}>
          <Chip
            label={words.asConfigured}
            pressed={asConfigured}
            disabled={waiting}
            onChange={(pressed) => useEvaluateView.setState({ asConfigured: pressed })}
          />
        </div>
        <div className={styles.ask}>
          <textarea
            className={styles.box}
            aria-label={words.label}
            placeholder={words.placeholder}
            rows={1}
            value={request}
            data-testid="ask-box"
            onChange={(event) => useEvaluateView.setState({ request: event.target.value })}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.shiftKey || isComposing(event)) return;
              event.preventDefault();
              ask(request);
            }}
          />
          <Button type="submit" className={styles.send} disabled={!ready || request.trim() === ''} data-testid="ask">
            {waiting ? words.asking : words.ask}
          </Button>
        </div>
      </form>
    </div>
  );
}

import { Dices } from 'lucide-react';
import { useRef, useState } from 'react';
import { type GeneratorPlan, proposePlan, proposeTool } from '../../core/generator';
import type { ToolSpec } from '../../core/record';
import { useTranslation } from '../../i18n';
import { Button, classNames, NumberField, Select, TextArea } from '../../ui';
import type { GeneratedPreview } from '../../worker/protocol';
import { goToLines } from './go-to-lines';
import { choiceOf, languageChoices, languagesOf } from './languages';
import styles from './OwnTools.module.css';
import { Preview } from './Preview';
import { Problems } from './Problems';
import { changePlan } from './state';
import { ToolPatternsEditor } from './ToolPatternsEditor';

const MOST_ROWS = 5000;

interface CountFieldProps {
  readonly label: string;
  readonly unit: string;
  readonly value: number;
  readonly most: number;
  readonly onChange: (value: number) => void;
  readonly testId?: string;
}

/** A whole number from 0 to `most`; what is none is said and changes nothing. */
function CountField({ label, unit, value, most, onChange, testId }: CountFieldProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(String(value));
  const read = /^\d+$/.test(text.trim()) && Number(text) <= most ? Number(text) : null;
  const change = (next: string) => {
    setText(next);
    if (/^\d+$/.test(next.trim()) && Number(next) <= most) onChange(Number(next));
  };
  return (
    <NumberField
      label={label}
      unit={unit}
      value={text}
      error={read === null ? t.ownTools.templates.countError(String(most)) : undefined}
      onChange={change}
      {...(testId ? { testId } : {})}
    />
  );
}

function Settings({ plan, tools }: { readonly plan: GeneratorPlan; readonly tools: readonly ToolSpec[] }) {
  const { t } = useTranslation();
  const words = t.ownTools.templates;
  const change = (part: Partial<GeneratorPlan>) => changePlan({ ...plan, ...part });
  return (
    <div className={styles.settings}>
      <Select
        label={words.language}
        value={choiceOf(plan.languages)}
        options={languageChoices.map((value) => ({ value, label: words.languages[value] }))}
        onChange={(choice) => {
          const proposed = proposePlan(tools, languagesOf(choice), plan.seed);
          changePlan({ ...plan, languages: proposed.languages, noCallPatterns: proposed.noCallPatterns, tools: proposed.tools });
        }}
        testId="template-language"
      />
      <CountField
        label={words.rows}
        unit={words.rowsUnit}
        value={plan.trainRecords}
        most={MOST_ROWS}
        onChange={(rows) => change({ trainRecords: rows })}
        testId="template-rows"
      />
      <CountField
        label={words.heldOut}
        unit={words.rowsUnit}
        value={plan.heldOutRecords}
        most={MOST_ROWS}
        onChange={(heldOut) => change({ heldOutRecords: heldOut })}
        testId="template-held-out"
      />
      <CountField
        label={words.noCallShare}
        unit="%"
        value={plan.noCallShare}
        most={100}
        onChange={(noCallShare) => change({ noCallShare })}
      />
      <CountField
        label={words.twoCallsShare}
        unit="%"
        value={plan.twoCallsShare}
        most={100}
        onChange={(twoCallsShare) => change({ twoCallsShare })}
      />
    </div>
  );
}

interface TemplatePanelProps {
  readonly plan: GeneratorPlan;
  readonly planned: GeneratedPreview;
  readonly tools: readonly ToolSpec[];
}

/** Sentences and values of every tool, and the rows they give. */
export function PatternPanel({ plan, planned, tools }: TemplatePanelProps) {
  const { t } = useTranslation();
  const words = t.ownTools.templates;
  const { problems, rows } = planned;
  const editors = useRef<HTMLElement>(null);
  return (
    <div className={styles.templates}>
      <section ref={editors} className={styles.stack} aria-label={words.editLabel}>
        <Settings plan={plan} tools={tools} />
        {tools.map((tool, index) => {
          const templates = plan.tools[index];
          if (!templates) return null;
          const replace = (next: typeof templates) =>
            changePlan({ ...plan, tools: plan.tools.map((known, other) => (other === index ? next : known)) });
          return (
            <ToolPatternsEditor
              key={tool.name}
              tool={tool}
              templates={templates}
              problems={problems.filter((problem) => 'tool' in problem && problem.tool === tool.name)}
              onChange={replace}
              onPropose={() => replace(proposeTool(tool, plan.languages, plan.seed))}
            />
          );
        })}
        <details className={styles.card}>
          <summary>
            {words.noCall} <span className={styles.soft}>{words.sentences(plan.noCallPatterns.length)}</span>
          </summary>
          <TextArea
            rows={8}
            label={words.noCallSentences}
            help={words.noCallHelp}
            value={plan.noCallPatterns.join('\n')}
            onChange={(text) => changePlan({ ...plan, noCallPatterns: text.split('\n') })}
          />
        </details>
      </section>
      <section className={classNames(styles.stack, !rows && styles.toMend)} aria-label={words.preview}>
        <div className={styles.previewHead}>
          <h2>{words.preview}</h2>
          <Button small onClick={() => changePlan({ ...plan, seed: plan.seed + 1 })} title={words.seedHelp}>
            <Dices size={14} aria-hidden />
            {words.seed(String(plan.seed))}
          </Button>
        </div>
        {rows ? (
          <Preview rows={rows} plan={plan} />
        ) : (
          <Problems problems={problems} onMend={(problem) => editors.current && goToLines(editors.current, problem)} />
        )}
      </section>
    </div>
  );
}

import type { TemplateProblem } from '../../core/builder/templates';
import { type Dictionary, useTranslation } from '../../i18n';
import { NoticeBox } from '../../ui';
import styles from './OwnTools.module.css';

const SHOWN = 6;

function sentenceOf(problem: TemplateProblem, t: Dictionary): string {
  const words = t.ownTools.problems;
  switch (problem.kind) {
    case 'no_tools':
      return words.no_tools;
    case 'bad_schema':
    case 'no_frames':
      return words[problem.kind](problem.tool);
    case 'unknown_slot':
    case 'missing_slot':
      return words[problem.kind](problem.tool, problem.parameter, problem.frame);
    case 'no_values':
      return words.no_values(problem.tool, problem.parameter);
    case 'bad_value':
      return words.bad_value(problem.tool, problem.parameter, problem.value);
  }
}

/** Why no row can be made, each with the line to mend. */
export function Problems({ problems }: { readonly problems: readonly TemplateProblem[] }) {
  const { t } = useTranslation();
  const words = t.ownTools.problems;
  const sentences = [...new Set(problems.map((problem) => sentenceOf(problem, t)))];
  return (
    <NoticeBox
      tone="bad"
      testId="template-problems"
      what={words.title(sentences.length)}
      where={
        <ul className={styles.problems}>
          {sentences.slice(0, SHOWN).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      }
      remedy={words.remedy}
    />
  );
}

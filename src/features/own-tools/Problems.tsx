import type { PatternProblem } from '../../core/generator';
import { type Dictionary, useTranslation } from '../../i18n';
import { NoticeBox } from '../../ui';
import styles from './OwnTools.module.css';

const SHOWN = 6;

function sentenceOf(problem: PatternProblem, t: Dictionary): string {
  const words = t.ownTools.problems;
  switch (problem.kind) {
    case 'no_tools':
      return words.no_tools;
    case 'bad_schema':
    case 'no_patterns':
      return words[problem.kind](problem.tool);
    case 'unknown_slot':
    case 'missing_slot':
      return words[problem.kind](problem.tool, problem.parameter, problem.pattern);
    case 'no_values':
      return words.no_values(problem.tool, problem.parameter);
    case 'bad_value':
      return words.bad_value(problem.tool, problem.parameter, problem.value);
  }
}

interface ProblemsProps {
  readonly problems: readonly PatternProblem[];
  /** Goes to the lines that hold it. */
  readonly onMend: (problem: PatternProblem) => void;
}

/** Why no row can be made, each with the line to mend. */
export function Problems({ problems, onMend }: ProblemsProps) {
  const { t } = useTranslation();
  const words = t.ownTools.problems;
  // Problems of one sentence are about the same line.
  const told = [...new Map(problems.map((problem) => [sentenceOf(problem, t), problem]))];
  return (
    <NoticeBox
      tone="bad"
      testId="template-problems"
      what={words.title(told.length)}
      where={
        <ul className={styles.problems}>
          {told.slice(0, SHOWN).map(([sentence, problem]) => (
            <li key={sentence}>
              {'tool' in problem ? (
                <button type="button" className={styles.link} onClick={() => onMend(problem)}>
                  {sentence}
                </button>
              ) : (
                sentence
              )}
            </li>
          ))}
        </ul>
      }
      remedy={words.remedy}
    />
  );
}

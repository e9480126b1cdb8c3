import type { PatternProblem, ToolPatterns } from '../../core/generator';
import type { ToolSpec } from '../../core/record';
import { useTranslation } from '../../i18n';
import { Badge, Button, TextArea } from '../../ui';
import { SENTENCES, valuesOf } from './go-to-lines';
import styles from './OwnTools.module.css';

interface ToolTemplatesEditorProps {
  readonly tool: ToolSpec;
  readonly templates: ToolPatterns;
  readonly problems: readonly PatternProblem[];
  readonly onChange: (templates: ToolPatterns) => void;
  readonly onPropose: () => void;
}

/** The sentences that ask for one tool, and the values of its parameters: texts, one a line. */
export function ToolPatternsEditor({ tool, templates, problems, onChange, onPropose }: ToolTemplatesEditorProps) {
  const { t } = useTranslation();
  const words = t.ownTools.templates;
  const parameters = Object.entries(templates.values);
  return (
    <details className={styles.card} data-testid="tool-templates" data-tool={tool.name}>
      <summary>
        <code>{tool.name}</code> <span className={styles.soft}>{words.sentences(templates.patterns.length)}</span>{' '}
        {problems.length > 0 ? <Badge tone="bad">{words.toMend(problems.length)}</Badge> : null}
      </summary>
      <div className={styles.stack}>
        <TextArea
          rows={8}
          data-lines={SENTENCES}
          label={words.frames}
          help={words.framesHelp}
          value={templates.patterns.join('\n')}
          onChange={(text) => onChange({ ...templates, patterns: text.split('\n') })}
        />
        {parameters.map(([name, lines]) => (
          <TextArea
            key={name}
            rows={5}
            data-lines={valuesOf(name)}
            label={words.values(name)}
            unit={words.valueCount(lines.length)}
            help={words.valuesHelp}
            value={lines.join('\n')}
            onChange={(text) => onChange({ ...templates, values: { ...templates.values, [name]: text.split('\n') } })}
          />
        ))}
        <div>
          <Button small onClick={onPropose}>
            {words.propose}
          </Button>
        </div>
      </div>
    </details>
  );
}

import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from '../../i18n';
import { Chip, IconButton, useActions } from '../../ui';
import type { RecordFilter, RecordWindow } from '../../worker/protocol';
import styles from './FilterBar.module.css';

interface FilterBarProps {
  readonly filter: RecordFilter;
  readonly counts: RecordWindow['counts'] | null;
  readonly onChange: (filter: RecordFilter) => void;
}

type Counts = RecordWindow['counts'];

/** The chips, in order: what they set, and the count they show. */
const CHIPS: readonly { readonly name: Exclude<keyof Counts, 'all'>; readonly filter: RecordFilter }[] = [
  { name: 'errors', filter: { finding: 'error' } },
  { name: 'warnings', filter: { finding: 'warning' } },
  { name: 'noCall', filter: { kind: 'no_call' } },
  { name: 'severalCalls', filter: { kind: 'several_calls' } },
  { name: 'severalTurns', filter: { kind: 'several_turns' } },
  { name: 'train', filter: { split: 'train' } },
  { name: 'eval', filter: { split: 'eval' } },
];

/** True if every field of `part` stands in `filter` with the same value. */
function includes(filter: RecordFilter, part: RecordFilter): boolean {
  return Object.entries(part).every(([name, value]) => Object.entries(filter).some(([other, set]) => other === name && set === value));
}

/** The filter without the fields of `part`. */
function without({ search, split, tool, kind, finding }: RecordFilter, part: RecordFilter): RecordFilter {
  return {
    ...(search === undefined ? {} : { search }),
    ...(split === undefined || part.split ? {} : { split }),
    ...(tool === undefined || part.tool ? {} : { tool }),
    ...(kind === undefined || part.kind ? {} : { kind }),
    ...(finding === undefined || part.finding ? {} : { finding }),
  };
}

function withSearch({ search: _, ...others }: RecordFilter, text: string): RecordFilter {
  return text === '' ? others : { ...others, search: text };
}

/** Waits this long after the last letter before it searches, ms. */
const PAUSE = 120;

function SearchBox({ filter, onChange }: Pick<FilterBarProps, 'filter' | 'onChange'>) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const known = filter.search ?? '';
  const [text, setText] = useState(known);
  const [composing, setComposing] = useState(false);
  const [seen, setSeen] = useState(known);
  if (seen !== known) {
    setSeen(known);
    setText(known);
  }
  useEffect(() => {
    if (text === known || composing) return;
    const timer = setTimeout(() => onChange(withSearch(filter, text)), PAUSE);
    return () => clearTimeout(timer);
  }, [text, known, composing, filter, onChange]);
  useActions([{ id: 'data.search', label: t.data.search, section: t.shell.commands.sections.records, run: () => input.current?.focus() }]);
  return (
    <div className={styles.search}>
      <Search size={14} aria-hidden />
      <input
        ref={input}
        type="search"
        className={styles.input}
        aria-label={t.data.search}
        placeholder={t.data.search}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onCompositionStart={() => setComposing(true)}
        onCompositionEnd={() => setComposing(false)}
      />
      {text === '' ? null : (
        <IconButton small label={t.data.filters.clear} onClick={() => setText('')}>
          <X size={14} aria-hidden />
        </IconButton>
      )}
    </div>
  );
}

/** Search and the chips, each with how many records it would leave. */
export function FilterBar({ filter, counts, onChange }: FilterBarProps) {
  const { t, format } = useTranslation();
  const words = t.data.filters;
  const shown = CHIPS.filter((chip) => includes(filter, chip.filter) || (counts?.[chip.name] ?? 0) > 0);
  const anyChip = CHIPS.some((chip) => includes(filter, chip.filter));
  return (
    <div className={styles.bar}>
      <SearchBox filter={filter} onChange={onChange} />
      <fieldset className={styles.chips} aria-label={words.label}>
        <Chip
          label={words.all}
          pressed={!anyChip}
          onChange={() => onChange(withSearch({}, filter.search ?? ''))}
          {...(counts ? { count: format.number(counts.all) } : {})}
        />
        {shown.map((chip) => (
          <Chip
            key={chip.name}
            label={words[chip.name]}
            pressed={includes(filter, chip.filter)}
            onChange={(pressed) => onChange(pressed ? { ...filter, ...chip.filter } : without(filter, chip.filter))}
            {...(counts ? { count: format.number(counts[chip.name]) } : {})}
          />
        ))}
      </fieldset>
    </div>
  );
}

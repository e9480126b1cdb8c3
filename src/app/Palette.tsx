import { Fragment, type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { searchRecords } from '../features/data';
import { useTranslation } from '../i18n';
import { type Action, bindingOf, isComposing, offeredActions } from '../ui';
import { Kbd } from './Kbd';
import { closeOverlay } from './overlays';
import styles from './Palette.module.css';

/** Every word of the query is somewhere in the label or its section. */
function fits(action: Action, query: string): boolean {
  const text = `${action.section} ${action.label}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function useChoices(query: string): readonly Action[] {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  return useMemo(() => {
    const known = offeredActions().filter((action) => !action.hidden && fits(action, query.trim()));
    const text = query.trim();
    if (text === '') return known;
    const search: Action = {
      id: 'search',
      label: t.shell.commands.searchRecords(text),
      section: t.shell.commands.sections.records,
      run: () => {
        searchRecords(text);
        navigate('/data');
      },
    };
    return [...known, search];
  }, [query, t, navigate]);
}

/** Commands and search in one box: a combobox over the registry. Focus stays in the input; the list is pointed at. */
export function Palette() {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const choices = useChoices(query);
  const id = useId();
  const current = Math.min(at, choices.length - 1);
  const optionId = (index: number) => `${id}-${index}`;

  useEffect(() => {
    dialog.current?.showModal();
  }, []);

  useEffect(() => {
    document.getElementById(`${id}-${current}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, current]);

  const choose = (action: Action | undefined) => {
    if (!action || action.disabled) return;
    closeOverlay();
    action.run();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    const moves: Readonly<Record<string, number>> = { ArrowDown: current + 1, ArrowUp: current - 1 };
    const target = moves[event.key];
    if (target !== undefined) {
      event.preventDefault();
      setAt((target + choices.length) % Math.max(1, choices.length));
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      choose(choices[current]);
    }
  };

  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-label={t.shell.commands.title}
      data-testid="palette"
      onCancel={(event) => {
        event.preventDefault();
        closeOverlay();
      }}
      onPointerDown={(event) => {
        if (event.target === dialog.current) closeOverlay();
      }}
    >
      <input
        className={styles.input}
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={choices.length > 0 ? optionId(current) : undefined}
        aria-label={t.shell.commands.open}
        placeholder={t.shell.commands.placeholder}
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div role="listbox" id={`${id}-list`} aria-label={t.shell.commands.title} className={styles.list} tabIndex={-1}>
        {choices.map((action, index) => {
          const key = bindingOf(action.id)?.keys[0];
          return (
            <Fragment key={action.id}>
              {action.section === choices[index - 1]?.section ? null : (
                <div role="presentation" className={styles.section}>
                  {action.section}
                </div>
              )}
              <div
                role="option"
                id={optionId(index)}
                tabIndex={-1}
                aria-selected={index === current}
                aria-disabled={action.disabled ?? false}
                className={styles.option}
                onPointerMove={() => setAt(index)}
                onClick={() => choose(action)}
                onKeyDown={onKeyDown}
              >
                {action.label}
                {key ? <Kbd keys={key} /> : null}
              </div>
            </Fragment>
          );
        })}
      </div>
      {choices.length === 0 ? <p className={styles.none}>{t.shell.commands.none}</p> : null}
    </dialog>
  );
}

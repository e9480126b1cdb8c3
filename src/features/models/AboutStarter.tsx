import { useEffect, useState } from 'react';
import { type Measured, type StarterCard, skillRows } from '../../core/starter-card';
import { useTranslation } from '../../i18n';
import { Button, Dialog, NoticeBox, Skeleton } from '../../ui';
import { attempt, workers } from '../project';
import styles from './AboutStarter.module.css';

/** A measured share beside what was aimed at; what was missed is said in words, not by colour alone. */
function ShareCell({ measured }: { readonly measured: Measured | undefined }) {
  const { t, format } = useTranslation();
  if (!measured) return <td>–</td>;
  const { value, target, n } = measured;
  return (
    <td>
      <span className={styles.share}>{format.percent(value)}</span>
      <span className={styles.soft}>
        {target === null ? '' : t.models.card.target(format.percent(target), value >= target)} {t.models.card.of(format.number(n))}
      </span>
    </td>
  );
}

function Gate({ card }: { readonly card: StarterCard }) {
  const { t } = useTranslation();
  const words = t.models.card;
  return (
    <table className={styles.table} data-testid="starter-gate">
      <caption>{words.gateCaption}</caption>
      <thead>
        <tr>
          <th scope="col">{words.skill}</th>
          <th scope="col">{words.languages.en}</th>
          <th scope="col">{words.languages.zh}</th>
        </tr>
      </thead>
      <tbody>
        {skillRows(card).map(({ skill, en, zh }) => (
          <tr key={skill}>
            <th scope="row">{words.skills[skill]}</th>
            <ShareCell measured={en} />
            <ShareCell measured={zh} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Adaptation({ card }: { readonly card: StarterCard }) {
  const { t, format } = useTranslation();
  const words = t.models.card;
  return (
    <table className={styles.table} data-testid="starter-adaptation">
      <caption>{words.adaptationCaption}</caption>
      <thead>
        <tr>
          <th scope="col">{words.tools}</th>
          <th scope="col">{words.before}</th>
          <th scope="col">{words.after}</th>
        </tr>
      </thead>
      <tbody>
        {card.adaptation.map(({ language, tools, rows, steps, n, before, after }) => (
          <tr key={`${language} ${tools.join(' ')} ${String(rows)}`}>
            <th scope="row">
              <div className={styles.tools}>{tools.join(', ')}</div>
              <div className={styles.soft}>
                {words.languages[language]} · {words.rowsAndSteps(format.number(rows), format.number(steps))}
              </div>
            </th>
            <td>{format.percent(before)}</td>
            <td>
              <span className={styles.share}>{format.percent(after)}</span>
              <span className={styles.soft}>{words.of(format.number(n))}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Card({ card }: { readonly card: StarterCard }) {
  const { t, format } = useTranslation();
  const words = t.models.card;
  return (
    <>
      <p>{words.what(format.number(card.parameters))}</p>
      <p>{words.made(format.number(card.tokens_seen), String(card.seed))}</p>
      <Gate card={card} />
      {card.adaptation.length > 0 ? <Adaptation card={card} /> : null}
      <h3>{words.cannotTitle}</h3>
      <ul className={styles.list}>
        {words.cannot.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <h3>{words.qwenTitle}</h3>
      <p>{words.qwen}</p>
    </>
  );
}

function AboutDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [card, setCard] = useState<StarterCard | 'loading' | 'failed'>('loading');
  useEffect(() => {
    let open = true;
    void attempt(async () => (await workers()).data.call('starterCard', null)).then((found) => {
      if (open) setCard(found ?? 'failed');
    });
    return () => {
      open = false;
    };
  }, []);
  return (
    <Dialog wide title={t.models.card.title} onClose={onClose} testId="about-starter">
      <div className={styles.card}>
        {card === 'loading' ? <Skeleton lines={8} /> : null}
        {card === 'failed' ? <NoticeBox tone="bad" what={t.models.card.failed} /> : null}
        {typeof card === 'object' ? <Card card={card} /> : null}
      </div>
    </Dialog>
  );
}

/** The model card of the starter, behind a button. */
export function AboutStarter() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button small onClick={() => setOpen(true)} data-testid="open-card">
        {t.models.card.open}
      </Button>
      {open ? <AboutDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
}

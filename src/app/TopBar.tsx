import { ChevronDown, Moon, Redo2, Search, Settings as SettingsIcon, Sun, Undo2 } from 'lucide-react';
import { operationName, redo, undo, useProject } from '../features/project';
import { deviceLine, drawnTheme, toggleLanguage, toggleTheme, useSettings } from '../features/settings';
import { useTranslation } from '../i18n';
import { classNames, IconButton } from '../ui';
import { Kbd } from './Kbd';
import { showOverlay } from './overlays';
import styles from './TopBar.module.css';

function DeviceChip() {
  const { t } = useTranslation();
  const device = useProject((state) => state.device);
  const starting = useProject((state) => state.status === 'starting');
  const line = device ? deviceLine(device, t) : starting ? t.shell.device.looking : t.shell.device.unknown;
  return (
    <button
      type="button"
      className={classNames(styles.chip, styles.device)}
      onClick={() => showOverlay('device')}
      aria-label={`${t.shell.device.chip}: ${line}`}
      title={line}
      data-testid="device-chip"
    >
      <span className={classNames(styles.dot, device?.backend === 'webgpu' ? styles.good : device ? styles.fair : null)} aria-hidden />
      <span className={styles.line}>{line}</span>
    </button>
  );
}

/** The way back and forth, named: `Undo: Delete 3 records`. */
function History() {
  const { t } = useTranslation();
  const back = useProject((state) => state.view?.undo ?? null);
  const forth = useProject((state) => state.view?.redo ?? null);
  const words = t.shell.commands;
  return (
    <div className={styles.history}>
      <IconButton
        small
        label={back === null ? t.shell.undo : words.undo(operationName(t, back))}
        disabled={back === null}
        onClick={() => void undo()}
        data-testid="undo"
      >
        <Undo2 size={15} aria-hidden />
      </IconButton>
      <IconButton
        small
        label={forth === null ? t.shell.redo : words.redo(operationName(t, forth))}
        disabled={forth === null}
        onClick={() => void redo()}
        data-testid="redo"
      >
        <Redo2 size={15} aria-hidden />
      </IconButton>
    </div>
  );
}

/** Project, search, device, language and theme. */
export function TopBar() {
  const { t } = useTranslation();
  const view = useProject((state) => state.view);
  const theme = useSettings((state) => state.theme);
  const dark = drawnTheme(theme) === 'dark';
  return (
    <header className={styles.bar}>
      <div className={styles.brand}>
        <span className={styles.logo} aria-hidden />
        <span>ToolTune</span>
      </div>
      <div className={styles.project}>
        <button type="button" className={styles.switcher} onClick={() => showOverlay('projects')} data-testid="project-switcher">
          <span className={styles.projectName}>{view?.name ?? t.shell.projects.none}</span>
          <ChevronDown size={14} aria-hidden />
        </button>
        {view ? <span className={styles.saved}>{t.shell.saved}</span> : null}
        {view ? <History /> : null}
      </div>
      <button type="button" className={styles.search} onClick={() => showOverlay('palette')} aria-label={t.shell.commands.open}>
        <Search size={14} aria-hidden className={styles.searchIcon} />
        <span className={styles.searchText}>{t.shell.commands.open}</span>
        <Kbd keys="mod+k" />
      </button>
      <DeviceChip />
      <button
        type="button"
        className={styles.chip}
        onClick={toggleLanguage}
        aria-label={t.shell.settings.switchLanguageLabel}
        title={t.shell.settings.switchLanguageLabel}
        data-testid="switch-language"
      >
        {t.shell.settings.switchLanguage}
      </button>
      <IconButton label={t.shell.commands.toggleTheme} onClick={toggleTheme} data-testid="switch-theme">
        {dark ? <Sun size={16} aria-hidden /> : <Moon size={16} aria-hidden />}
      </IconButton>
      <IconButton label={t.shell.commands.settings} onClick={() => showOverlay('settings')}>
        <SettingsIcon size={16} aria-hidden />
      </IconButton>
    </header>
  );
}

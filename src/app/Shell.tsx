import { type ComponentType, Suspense, useEffect } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { DropTarget } from '../features/data';
import { ModelsDialog } from '../features/models';
import { dismissFailure, FailureBox, startStudio, useProject } from '../features/project';
import { PreflightDialog, SettingsDialog } from '../features/settings';
import { useTranslation } from '../i18n';
import { Button, EmptyState, Skeleton, ToastRegion } from '../ui';
import { BusyStrip } from './BusyStrip';
import { ErrorBoundary } from './ErrorBoundary';
import { KeysDialog } from './KeysDialog';
import { closeOverlay, useOverlay } from './overlays';
import { PageTitle } from './PageTitle';
import { Palette } from './Palette';
import { ProjectsDialog } from './ProjectsDialog';
import { Rail } from './Rail';
import styles from './Shell.module.css';
import { OWN_TOOLS_PATH, OwnToolsScreen, steps } from './screens';
import { TopBar } from './TopBar';
import { useKeyboard } from './use-keyboard';
import { useShellActions } from './use-shell-actions';

function Overlays() {
  const open = useOverlay((state) => state.open);
  switch (open) {
    case 'palette':
      return <Palette />;
    case 'projects':
      return <ProjectsDialog onClose={closeOverlay} />;
    case 'settings':
      return <SettingsDialog onClose={closeOverlay} />;
    case 'device':
      return <PreflightDialog onClose={closeOverlay} />;
    case 'keys':
      return <KeysDialog onClose={closeOverlay} />;
    case null:
      return null;
  }
}

function Starting() {
  return (
    <div className={styles.starting}>
      <Skeleton lines={6} />
    </div>
  );
}

function Guarded({ Screen }: { readonly Screen: ComponentType }) {
  return (
    <ErrorBoundary>
      <Suspense fallback={<Starting />}>
        <Screen />
      </Suspense>
    </ErrorBoundary>
  );
}

function Screens() {
  return (
    <Switch>
      {steps.map(({ id, path, Screen }) => (
        <Route key={id} path={`${path}/*?`}>
          <Guarded key={id} Screen={Screen} />
        </Route>
      ))}
      <Route path={OWN_TOOLS_PATH}>
        <Guarded Screen={OwnToolsScreen} />
      </Route>
      <Route>
        <Redirect to="/data" replace />
      </Route>
    </Switch>
  );
}

/** The frame around the steps. */
export function Shell() {
  const { t } = useTranslation();
  const [path] = useLocation();
  const status = useProject((state) => state.status);
  const failure = useProject((state) => state.failure);
  useKeyboard();
  useShellActions();
  useEffect(() => void startStudio(), []);
  const step = steps.find((candidate) => path.startsWith(candidate.path));
  return (
    <DropTarget>
      <PageTitle place={step ? t.shell.steps[step.id] : path === OWN_TOOLS_PATH ? t.ownTools.title : null} />
      <div className={styles.shell}>
        <button type="button" className={styles.skip} onClick={() => document.getElementById('main')?.focus()}>
          {t.shell.skip}
        </button>
        <TopBar />
        <Rail />
        <main id="main" className={styles.main} tabIndex={-1}>
          {failure ? (
            <div className={styles.failure}>
              <FailureBox failure={failure} onDismiss={dismissFailure} />
            </div>
          ) : null}
          <div className={styles.screen}>
            {status === 'failed' ? (
              <EmptyState title={t.shell.startFailed} actions={<Button onClick={() => location.reload()}>{t.shell.reload}</Button>} />
            ) : status === 'starting' ? (
              <Starting />
            ) : (
              <Screens />
            )}
          </div>
          <BusyStrip />
        </main>
      </div>
      <Overlays />
      <ModelsDialog />
      <ToastRegion />
    </DropTarget>
  );
}

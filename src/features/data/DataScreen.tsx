import { useLocation } from 'wouter';
import { useTranslation } from '../../i18n';
import { Button, Screen, Tabs } from '../../ui';
import { runCheck, useProject } from '../project';
import { AddExample } from './AddExample';
import { DataInspector } from './DataInspector';
import styles from './DataScreen.module.css';
import { EmptyProject } from './EmptyProject';
import { chooseFiles } from './importing';
import { Records } from './Records';
import { SourceList } from './SourceList';
import { useDataView } from './state';
import { ToolList } from './ToolList';

export function DataScreen() {
  const { t, format } = useTranslation();
  const [, navigate] = useLocation();
  const view = useProject((state) => state.view);
  const { tab, adding, open } = useDataView();
  const add = () => useDataView.setState({ adding: true });
  const form = adding ? <AddExample onClose={() => useDataView.setState({ adding: false })} /> : null;

  if (!view || (view.records === 0 && view.sources.length === 0 && view.tools.length === 0)) {
    return (
      <Screen title={t.data.title}>
        <EmptyProject onAdd={add} />
        {form}
      </Screen>
    );
  }
  const check = () => {
    navigate('/check');
    void runCheck();
  };
  const showInspector = tab === 'records' && open !== null;
  return (
    <Screen
      fill
      title={t.data.title}
      summary={t.data.summary(view.records, view.sources.length)}
      actions={
        <>
          <Button onClick={add}>{t.data.add}</Button>
          <Button onClick={() => chooseFiles(t)}>{t.data.import.button}</Button>
          <Button kind="primary" disabled={view.records === 0} onClick={check} data-testid="check-records">
            {t.data.check(view.records)} <span aria-hidden>▸</span>
          </Button>
        </>
      }
      aside={showInspector ? <DataInspector view={view} open={open} /> : null}
      asideLabel={t.data.inspector.label}
    >
      <Tabs
        className={styles.tabs}
        panelClassName={styles.panel}
        label={t.data.tabs.label}
        value={tab}
        items={[
          { id: 'records', label: t.data.tabs.records, count: format.number(view.records) },
          { id: 'tools', label: t.data.tabs.tools, count: format.number(view.tools.length) },
          { id: 'sources', label: t.data.tabs.sources, count: format.number(view.sources.length) },
        ]}
        onChange={(next) => useDataView.setState({ tab: next })}
      >
        {tab === 'records' ? <Records view={view} /> : null}
        {tab === 'tools' ? (
          <ToolList
            tools={view.tools}
            extra={view.tools.length > 0 ? <Button onClick={() => navigate('/own-tools')}>{t.data.tools.make}</Button> : null}
          />
        ) : null}
        {tab === 'sources' ? <SourceList sources={view.sources} /> : null}
      </Tabs>
      {form}
    </Screen>
  );
}

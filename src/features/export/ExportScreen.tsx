import { PackageOpen } from 'lucide-react';
import { Link } from 'wouter';
import { useTranslation } from '../../i18n';
import { EmptyState, Screen } from '../../ui';
import { useProject } from '../project';
import { DatasetCard } from './DatasetCard';
import styles from './Export.module.css';
import { RecipeCard } from './RecipeCard';
import { WeightsCard } from './WeightsCard';

/** Everything that can be exported: the records, the trained weights, the recipe. */
export function ExportScreen() {
  const { t } = useTranslation();
  const view = useProject((state) => state.view);
  const words = t.exporting;
  return (
    <Screen title={t.shell.steps.export} summary={view ? words.summary(view.records) : undefined}>
      {view ? (
        <div className={styles.cards}>
          <DatasetCard key={view.id} view={view} />
          <WeightsCard view={view} />
          <RecipeCard view={view} />
        </div>
      ) : (
        <EmptyState icon={<PackageOpen size={28} />} title={words.noProject} actions={<Link href="/data">{words.openData}</Link>}>
          {words.noProjectText}
        </EmptyState>
      )}
    </Screen>
  );
}

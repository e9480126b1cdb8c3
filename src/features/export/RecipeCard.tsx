import { useMemo } from 'react';
import { writeRecipe } from '../../core/recipe';
import { useTranslation } from '../../i18n';
import { Button, Card, chooseFile, download, showToast } from '../../ui';
import type { ProjectView } from '../../worker/protocol';
import styles from './Export.module.css';
import { openRecipe } from './exports';
import { NextLines } from './NextLines';
import { recipeLines } from './next-steps';

const FILE_NAME = 'config.yaml';

/** Saves and opens the recipe, the whole run as one small file. */
export function RecipeCard({ view }: { readonly view: ProjectView }) {
  const { t, format } = useTranslation();
  const words = t.exporting.recipe;
  const text = useMemo(() => writeRecipe(view.recipe), [view.recipe]);
  const blob = useMemo(() => new Blob([text], { type: 'application/yaml' }), [text]);

  const open = async () => {
    const file = await chooseFile('.yaml,.yml');
    if (!file) return;
    const ignored = await openRecipe(file, view.recipe);
    if (!ignored) return;
    showToast({ text: [words.opened(file.name), ignored.length > 0 ? words.ignored(ignored.join(', ')) : ''].filter(Boolean).join(' ') });
  };
  return (
    <Card title={words.title} className={styles.card} testId="export-recipe">
      <p className={styles.soft}>{words.description}</p>
      <details>
        <summary className={styles.summary}>{words.show}</summary>
        <pre className={styles.yaml}>{text}</pre>
      </details>
      <NextLines lines={recipeLines(FILE_NAME)} />
      <div className={styles.foot}>
        <Button onClick={() => void open()} data-testid="open-recipe">
          {words.open}
        </Button>
        <span className={styles.size}>{format.bytes(blob.size)}</span>
        <Button
          kind="primary"
          data-testid="download-recipe"
          onClick={() => {
            download(FILE_NAME, blob);
            showToast({ text: t.exporting.saved(FILE_NAME, format.bytes(blob.size)) });
          }}
        >
          {t.exporting.download}
        </Button>
      </div>
    </Card>
  );
}

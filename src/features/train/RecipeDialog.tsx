import { useMemo } from 'react';
import { AppError, type Failure } from '../../core/failure';
import type { Recipe } from '../../core/recipe';
import { useTranslation } from '../../i18n';
import { Button, chooseFile, Dialog, download, showToast, TextArea } from '../../ui';
import { FailureBox, type ReadRecipe, readRecipe, type StoredHere, showRecipeText, useProject, useRecipeText } from '../project';
import styles from './Settings.module.css';

const FILE_NAME = 'config.yaml';

type Reading = { readonly read: ReadRecipe } | { readonly failure: Failure };

function tryRead(text: string, current: Recipe, stored: StoredHere): Reading {
  try {
    return { read: readRecipe(text, current, stored) };
  } catch (error) {
    if (error instanceof AppError) return { failure: { ...error.failure, place: { ...error.failure.place, file: FILE_NAME } } };
    throw error;
  }
}

function FileButtons({ text }: { readonly text: string }) {
  const { t } = useTranslation();
  const words = t.train.file;
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => showToast({ text: words.copied }),
      () => showToast({ text: words.copyFailed }),
    );
  const open = async () => {
    const file = await chooseFile('.yaml,.yml');
    if (file) showRecipeText(await file.text());
  };
  return (
    <div className={styles.buttons}>
      <Button small onClick={() => void copy()}>
        {words.copy}
      </Button>
      <Button small onClick={() => download(FILE_NAME, new Blob([text], { type: 'application/yaml' }))}>
        {words.download}
      </Button>
      <Button small onClick={() => void open()}>
        {words.choose}
      </Button>
    </div>
  );
}

function Findings({ reading }: { readonly reading: Reading }) {
  const { t } = useTranslation();
  const words = t.train.file;
  if ('failure' in reading) return <FailureBox failure={reading.failure} />;
  const { ignored, missingModel } = reading.read;
  const notes = [
    ...(ignored.length > 0 ? [words.ignored(ignored.join(', '))] : []),
    ...(missingModel === null ? [] : [words.otherModel(missingModel)]),
    words.keepsRows,
  ];
  return (
    <ul className={styles.note} data-testid="recipe-notes">
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}

interface RecipeDialogProps {
  readonly recipe: Recipe;
  readonly onApply: (recipe: Recipe) => void;
}

function OpenDialog({ text, recipe, onApply }: RecipeDialogProps & { readonly text: string }) {
  const { t } = useTranslation();
  const models = useProject((state) => state.models);
  const adapters = useProject((state) => state.adapters);
  const reading = useMemo(() => tryRead(text, recipe, { models, adapters }), [text, recipe, models, adapters]);
  const words = t.train.file;
  const close = () => showRecipeText(null);
  const apply = () => {
    if (!('read' in reading)) return;
    onApply(reading.read.recipe);
    close();
    showToast({ text: words.applied });
  };
  return (
    <Dialog
      wide
      title={words.title}
      onClose={close}
      testId="recipe-dialog"
      footer={
        <>
          <Button onClick={close}>{t.shell.cancel}</Button>
          <Button kind="primary" disabled={!('read' in reading)} onClick={apply}>
            {words.apply}
          </Button>
        </>
      }
    >
      <div className={styles.file}>
        <FileButtons text={text} />
        <TextArea code data-autofocus label={words.label} help={words.help} value={text} onChange={showRecipeText} />
        <Findings reading={reading} />
      </div>
    </Dialog>
  );
}

/** The settings as the file they are: read while it is typed, so that a wrong line is named at once. */
export function RecipeDialog(props: RecipeDialogProps) {
  const text = useRecipeText((state) => state.text);
  return text === null ? null : <OpenDialog {...props} text={text} />;
}

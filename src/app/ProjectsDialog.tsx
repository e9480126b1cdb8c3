import { type FormEvent, useState } from 'react';
import { createProject, deleteProject, openProject, openSample, renameProject, useProject } from '../features/project';
import { useTranslation } from '../i18n';
import { Badge, Button, Dialog, Item, ItemList, isComposing, PlainItem, TextField } from '../ui';
import type { ProjectSummary } from '../worker/protocol';
import styles from './ProjectsDialog.module.css';

interface NameFormProps {
  readonly initial: string;
  readonly label: string;
  readonly button: string;
  readonly onName: (name: string) => void;
}

function NameForm({ initial, label, button, onName }: NameFormProps) {
  const [name, setName] = useState(initial);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') onName(name.trim());
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <TextField
        label={label}
        value={name}
        onChange={setName}
        maxLength={80}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && isComposing(event)) event.preventDefault();
        }}
      />
      <Button type="submit" disabled={name.trim() === ''}>
        {button}
      </Button>
    </form>
  );
}

interface ProjectRowProps {
  readonly project: ProjectSummary;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onDelete: () => void;
}

function ProjectRow({ project, open, onClose, onDelete }: ProjectRowProps) {
  const { t, format } = useTranslation();
  const [renaming, setRenaming] = useState(false);
  const words = t.shell.projects;
  if (renaming) {
    return (
      <PlainItem>
        <NameForm
          initial={project.name}
          label={words.name}
          button={words.rename}
          onName={(name) => void renameProject(name).then(() => setRenaming(false))}
        />
      </PlainItem>
    );
  }
  return (
    <Item
      name={
        <>
          {project.name} {open ? <Badge tone="accent">{words.isOpen}</Badge> : null}
        </>
      }
      about={[`${words.records(project.records)} · ${words.changed(format.dateTime(project.changedAt))}`]}
      actions={
        <>
          {open ? (
            <Button small onClick={() => setRenaming(true)}>
              {words.rename}
            </Button>
          ) : (
            <Button
              small
              onClick={() => {
                onClose();
                void openProject(project.id);
              }}
            >
              {words.open}
            </Button>
          )}
          <Button small kind="danger" onClick={onDelete} aria-label={`${words.delete}: ${project.name}`}>
            {words.delete}
          </Button>
        </>
      }
    />
  );
}

function DeleteDialog({ project, onClose }: { readonly project: ProjectSummary; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const words = t.shell.projects;
  return (
    <Dialog
      title={words.deleteTitle(project.name)}
      onClose={onClose}
      testId="delete-project"
      footer={
        <>
          <Button onClick={onClose}>{t.shell.cancel}</Button>
          <Button kind="danger" onClick={() => void deleteProject(project.id).then(onClose)}>
            {words.deleteButton}
          </Button>
        </>
      }
    >
      <p>{words.deleteText(project.records)}</p>
    </Dialog>
  );
}

/** All projects of this browser: open, create, rename, delete. */
export function ProjectsDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const projects = useProject((state) => state.projects);
  const openId = useProject((state) => state.view?.id ?? null);
  const [deleting, setDeleting] = useState<ProjectSummary | null>(null);
  const words = t.shell.projects;
  if (deleting) return <DeleteDialog project={deleting} onClose={() => setDeleting(null)} />;
  return (
    <Dialog
      title={words.title}
      onClose={onClose}
      testId="projects"
      footer={
        <Button
          onClick={() => {
            onClose();
            void openSample(words.sampleName);
          }}
        >
          {words.sample}
        </Button>
      }
    >
      {projects.length === 0 ? <p className={styles.soft}>{words.empty}</p> : null}
      <ItemList label={words.title}>
        {projects.map((project) => (
          <ProjectRow
            key={project.id}
            project={project}
            open={project.id === openId}
            onClose={onClose}
            onDelete={() => setDeleting(project)}
          />
        ))}
      </ItemList>
      <h3 className={styles.heading}>{words.create}</h3>
      <NameForm
        initial=""
        label={words.name}
        button={words.createButton}
        onName={(name) => {
          onClose();
          void createProject(name);
        }}
      />
    </Dialog>
  );
}

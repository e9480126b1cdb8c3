// The shell's own commands: steps, projects, undo, view.

import { useLocation } from 'wouter';
import { showModels } from '../features/models';
import { createProject, openSample, operationName, redo, undo, useProject } from '../features/project';
import { toggleLanguage, toggleTheme } from '../features/settings';
import { useTranslation } from '../i18n';
import { type Action, useActions } from '../ui';
import { showOverlay } from './overlays';
import { OWN_TOOLS_PATH, steps } from './screens';

function pressPrimary(): void {
  document.querySelector<HTMLButtonElement>('[data-screen-actions] [data-kind=primary]')?.click();
}

export function useShellActions(): void {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const undoLabel = useProject((state) => state.view?.undo ?? null);
  const redoLabel = useProject((state) => state.view?.redo ?? null);
  const { sections } = t.shell.commands;
  const actions: Action[] = [
    ...steps.map(({ id, path }) => ({
      id: `go.${id}`,
      label: t.shell.commands.go(t.shell.steps[id]),
      section: sections.go,
      run: () => navigate(path),
    })),
    { id: 'go.ownTools', label: t.ownTools.command, section: sections.go, run: () => navigate(OWN_TOOLS_PATH) },
    { id: 'project.choose', label: t.shell.projects.choose, section: sections.project, run: () => showOverlay('projects') },
    {
      id: 'project.create',
      label: t.shell.projects.create,
      section: sections.project,
      run: () => void createProject(t.shell.projects.defaultName),
    },
    {
      id: 'project.sample',
      label: t.shell.projects.sample,
      section: sections.project,
      run: () => void openSample(t.shell.projects.sampleName),
    },
    {
      id: 'project.sample.from-zero',
      label: t.shell.projects.fromZeroSample,
      section: sections.project,
      run: () => void openSample(t.shell.projects.fromZeroSampleName, 'zh-from-zero'),
    },
    {
      id: 'undo',
      label: undoLabel === null ? t.shell.undo : t.shell.commands.undo(operationName(t, undoLabel)),
      section: sections.records,
      disabled: undoLabel === null,
      run: () => void undo(),
    },
    {
      id: 'redo',
      label: redoLabel === null ? t.shell.redo : t.shell.commands.redo(operationName(t, redoLabel)),
      section: sections.records,
      disabled: redoLabel === null,
      run: () => void redo(),
    },
    { id: 'primary', label: t.shell.commands.primary, section: sections.view, hidden: true, run: pressPrimary },
    { id: 'palette', label: t.shell.commands.open, section: sections.view, hidden: true, run: () => showOverlay('palette') },
    { id: 'keys', label: t.shell.commands.keys, section: sections.view, run: () => showOverlay('keys') },
    { id: 'models', label: t.models.open, section: sections.project, run: () => showModels() },
    { id: 'settings', label: t.shell.commands.settings, section: sections.view, run: () => showOverlay('settings') },
    { id: 'device', label: t.shell.commands.device, section: sections.view, run: () => showOverlay('device') },
    { id: 'theme', label: t.shell.commands.toggleTheme, section: sections.view, run: toggleTheme },
    { id: 'language', label: t.shell.commands.toggleLanguage, section: sections.view, run: toggleLanguage },
  ];
  useActions(actions);
}
